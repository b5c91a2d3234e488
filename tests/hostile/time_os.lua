-- expect: there is no global os
return {
  prepare = function(trial)
    local t = os.clock()
    while os.clock() - t < 10 do end
  end,
}
