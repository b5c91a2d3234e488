-- expect: there is no math.random
return {
  prepare = function(trial)
    math.random(6)
  end,
}
