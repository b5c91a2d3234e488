-- expect: deep error
return {
  prepare = function(trial)
    setmetatable({}, { __index = function() error('deep error') end }).x()
  end,
}
