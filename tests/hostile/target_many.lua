-- expect: at most 48 targets
return {
  prepare = function(trial)
    for i = 1, 1000 do trial:target{ id = 'a' .. i, x = 1, y = 1, w = 2, h = 2 } end
  end,
}
