-- expect: there is no global os
return {
  prepare = function(trial)
    local x = os
  end,
}
