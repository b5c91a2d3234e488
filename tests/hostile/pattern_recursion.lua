-- expect: too many captures
return {
  prepare = function(trial)
    string.match(string.rep('(', 300), string.rep('(', 300))
  end,
}
