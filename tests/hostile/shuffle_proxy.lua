-- expect: must be a table that may change
return {
  prepare = function(trial)
    trial:shuffle(trial.params)
  end,
}
