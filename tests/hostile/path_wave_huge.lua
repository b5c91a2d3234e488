-- expect: more than 20000 points
return {
  prepare = function(trial)
    path.wave(2000, 2000, 50)
  end,
}
