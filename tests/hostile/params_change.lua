-- expect: may not be set
return {
  prepare = function(trial)
    trial.params.road_mm = 1
  end,
}
