-- expect: xxxxxxxx
return {
  prepare = function(trial)
    error(string.rep('x', 2000))
  end,
}
