-- expect: would make a text longer
return {
  prepare = function(trial)
    local x = ('x'):rep(1e9)
  end,
}
