-- expect: may not be set
return {
  prepare = function(trial)
    trial.area.width = 1
  end,
}
