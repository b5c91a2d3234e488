-- expect: takes more than
return {
  prepare = function(trial)
    for i = 1, math.maxinteger do local x = i end
  end,
}
