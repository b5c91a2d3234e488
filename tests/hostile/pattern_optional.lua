-- expect: could take too long
return {
  prepare = function(trial)
    string.find(string.rep('a', 30), string.rep('a?', 30) .. string.rep('a', 30))
  end,
}
