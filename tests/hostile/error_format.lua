-- expect: %s%n%d
return {
  prepare = function(trial)
    error('%s%n%d')
  end,
}
