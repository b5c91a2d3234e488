-- expect: tables stand behind one another
return {
  prepare = function(trial)
    local t = {}
    for _ = 1, 2000 do t = setmetatable({}, { __index = t }) end
    while true do local x = t.nothing end
  end,
}
