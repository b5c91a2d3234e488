-- expect: there is no global select|at most 200 values
return {
  prepare = function(trial)
    select(-5, 1)
  end,
}
