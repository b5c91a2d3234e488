-- expect: could take too long
return {
  prepare = function(trial)
    for _ in string.gmatch(string.rep('a', 2000), '.-.-b') do end
  end,
}
