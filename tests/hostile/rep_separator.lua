-- expect: would make a text longer
return {
  prepare = function(trial)
    string.rep('', 60000, 'xxxxxxxxxx')
  end,
}
