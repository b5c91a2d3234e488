-- expect: would make a text longer
return {
  prepare = function(trial)
    string.rep('x', 1 << 40)
  end,
}
