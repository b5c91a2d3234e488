-- expect: with a colon
return {
  prepare = function(trial)
    trial.finish({}, 'completed')
  end,
}
