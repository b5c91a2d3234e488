-- expect: could take too long
return {
  prepare = function(trial)
    local x = ('a'):rep(100):match('.-.-.-.-b')
  end,
}
