-- expect: is not declared
return {
  prepare = function(trial)
    _ENV.print = 1
  end,
}
