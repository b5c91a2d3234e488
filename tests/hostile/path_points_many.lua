-- expect: points
return {
  prepare = function(trial)
    local t = {}
    for i = 1, 20000 do t[i] = { i, i } end
    path.polyline(t)
  end,
}
