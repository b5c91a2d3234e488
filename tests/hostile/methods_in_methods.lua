-- expect: stack overflow
return {
  prepare = function(trial)
    local m = {}
    m.__index = function(t, k) return t[k .. 'x'] end
    local x = setmetatable({}, m).a
  end,
}
