-- expect: takes more than
return {
  prepare = function(trial)
    local f = math.floor
    while true do f(1.5) end
  end,
}
