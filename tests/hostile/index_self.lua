-- expect: cannot stand behind itself
return {
  prepare = function(trial)
    local t = {}
    setmetatable(t, { __index = t })
    while true do local x = t.x end
  end,
}
