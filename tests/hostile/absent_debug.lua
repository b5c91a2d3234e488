-- expect: there is no global debug
return {
  prepare = function(trial)
    local x = debug
  end,
}
