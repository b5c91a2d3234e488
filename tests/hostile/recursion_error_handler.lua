-- expect: stack overflow|error happened|MB of
return {
  prepare = function(trial)
    local m = {}
    m.__tostring = function(t) return tostring(t) end
    error(tostring(setmetatable({}, m)))
  end,
}
