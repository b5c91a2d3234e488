-- expect: __newindex must be a function
return {
  prepare = function(trial)
    setmetatable({}, { __newindex = {} })
  end,
}
