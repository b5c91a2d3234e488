-- expect: could take too long
return {
  prepare = function(trial)
    string.find(string.rep('a', 40), '.-.-.-.-.-.-.-.-b')
  end,
}
