-- expect: takes more than|MB of 
return {
  prepare = function(trial) for i = 1, 1000 do trial.state[i] = { {} } end end,
  draw = function(trial)
    while true do for i = 1, 1000 do local x = trial.state[i][1] end end
  end,
}
