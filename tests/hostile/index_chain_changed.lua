-- expect: takes more than
return {
  prepare = function(trial)
    local m = {}
    local t = setmetatable({}, m)
    local u = {}
    for _ = 1, 8 do u = setmetatable({}, { __index = u }) end
    m.__index = u
    while true do local x = t.nothing end
  end,
}
