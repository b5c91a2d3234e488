-- expect: there is no global dofile
return {
  prepare = function(trial)
    local x = dofile
  end,
}
