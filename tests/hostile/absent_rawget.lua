-- expect: there is no global rawget
return {
  prepare = function(trial)
    local x = rawget
  end,
}
