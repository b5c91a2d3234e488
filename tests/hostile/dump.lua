-- expect: there is no string.dump
return {
  prepare = function(trial)
    string.dump(function() end)
  end,
}
