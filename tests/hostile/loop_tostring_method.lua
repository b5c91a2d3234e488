-- expect: takes more than
return {
  prepare = function(trial)
    tostring(setmetatable({}, { __tostring = function() while true do end end }))
  end,
}
