-- expect: math.pi may not be set
return {
  prepare = function(trial)
    math.pi = 3
  end,
}
