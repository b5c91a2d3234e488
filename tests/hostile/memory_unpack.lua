-- expect: there is no global select|at most 200 values
return {
  prepare = function(trial)
    local t = {}
    for i = 1, 100000 do t[i] = i end
    select('#', table.unpack(t))
  end,
}
