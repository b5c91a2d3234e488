-- expect: __mode is not offered
return {
  prepare = function(trial)
    setmetatable({}, { __mode = 'k' })
  end,
}
