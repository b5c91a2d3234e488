-- expect: nothing
return {
  prepare = function(trial)
    local m = {}
    setmetatable({}, m)
    m.__gc = function() while true do end end
  end,
}
