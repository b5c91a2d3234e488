-- expect: could take too long
return {
  prepare = function(trial)
    string.gsub(string.rep('a', 2000), '.-.-b', '')
  end,
}
