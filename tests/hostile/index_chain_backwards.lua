-- expect: already stands behind
return {
  prepare = function(trial)
    local first = {}
    local t = first
    for _ = 1, 2000 do
      local next = {}
      setmetatable(t, { __index = next })
      t = next
    end
    while true do local x = first.nothing end
  end,
}
