-- expect: there is no global load
return {
  prepare = function(trial)
    load('\27Lua', 'x', 'b')()
  end,
}
