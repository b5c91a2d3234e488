-- expect: id is nil
return {
  prepare = function(trial)
    trial:target(setmetatable({}, { __index = function() while true do end end }))
  end,
}
