-- expect: the engine's
return {
  prepare = function(trial)
    setmetatable(_ENV, {})
  end,
}
