-- expect: longer than 64 bytes
return {
  prepare = function(trial)
    local s = string.rep('9', 2000)
    while true do tonumber(s) end
  end,
}
