-- expect: index is NaN
return {
  prepare = function(trial)
    local t = {}
    t[0 / 0] = 1
  end,
}
