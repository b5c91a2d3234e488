-- expect: could take too long
return {
  prepare = function(trial)
    string.find(string.rep('(', 2000), string.rep('%b()', 4))
  end,
}
