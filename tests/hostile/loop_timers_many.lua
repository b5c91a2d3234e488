-- expect: at most 32 timers
return {
  prepare = function(trial)
    for _ = 1, 1000 do trial:after(1, function() end) end
  end,
}
