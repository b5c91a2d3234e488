-- expect: raised with a table
return {
  prepare = function(trial)
    error({})
  end,
}
