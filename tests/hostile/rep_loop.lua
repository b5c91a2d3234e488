-- expect: takes more than
return {
  prepare = function(trial)
    while true do local s = string.rep('x', 2000) end
  end,
}
