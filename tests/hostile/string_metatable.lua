-- expect: the engine's
return {
  prepare = function(trial)
    setmetatable(math, {})
  end,
}
