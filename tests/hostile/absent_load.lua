-- expect: there is no global load
return {
  prepare = function(trial)
    local x = load
  end,
}
