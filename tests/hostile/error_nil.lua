-- expect: raised with a nil
return {
  prepare = function(trial)
    error()
  end,
}
