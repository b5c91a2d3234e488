-- expect: would make a text longer
return {
  prepare = function(trial)
    string.rep('', 1 << 62)
  end,
}
