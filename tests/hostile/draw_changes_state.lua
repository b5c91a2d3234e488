-- expect: trial.state may not change
return { draw = function(trial) trial.state.n = 1 end }
