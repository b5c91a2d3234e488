-- expect: at most
return {
  prepare = function(trial)
    string.byte(string.rep('x', 2000), 1, -1)
  end,
}
