-- expect: __gc is not offered
return {
  prepare = function(trial)
    setmetatable({}, { __gc = function() while true do end end })
  end,
}
