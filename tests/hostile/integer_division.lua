-- expect: attempt to perform 'n//0'|divide by zero
return {
  prepare = function(trial)
    local x = 1 // 0
  end,
}
