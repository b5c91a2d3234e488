-- expect: there is no global next
return {
  prepare = function(trial)
    local x = next
  end,
}
