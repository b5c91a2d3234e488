-- What games and scripts/lib may name: the sandbox's list, so that luacheck and the engine agree.
local function fields(names)
  local list = {}
  for name in names:gmatch("%S+") do list[name] = {} end
  return { fields = list }
end

stds.otterpaw = {
  read_globals = {
    "assert", "error", "ipairs", "pairs", "pcall", "require", "setmetatable", "tonumber", "tostring", "type",
    math = fields("abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi rad sin sqrt tan tointeger type ult"),
    string = fields("byte char find format gmatch gsub len lower match rep reverse sub upper"),
    table = fields("concat insert remove sort unpack"),
    utf8 = fields("char codepoint len offset"),
    path = fields("arc circle line polyline rectangle spiral square strokes triangle wave zigzag"),
  },
}
std = "otterpaw"
max_line_length = false
unused_args = false
self = false
exclude_files = { "games/api.lua", "tests/hostile" }
files["games/*/game.lua"] = { std = "none" }
files["games/*/levels.lua"] = { std = "none" }
