-- expect: attempt to index a nil value
return {
  prepare = function(trial)
    local _ENV = {}
    local x = math.pi
  end,
}
