-- expect: raised with a function
return {
  prepare = function(trial)
    error(function() end)
  end,
}
