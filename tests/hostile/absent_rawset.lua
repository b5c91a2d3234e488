-- expect: there is no global rawset
return {
  prepare = function(trial)
    local x = rawset
  end,
}
