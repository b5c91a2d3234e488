-- expect: would make a text longer
return {
  prepare = function(trial)
    string.rep('xxxxxxxx', (1 << 61) + 1)
  end,
}
