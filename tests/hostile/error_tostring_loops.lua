-- expect: raised with a table
return {
  prepare = function(trial)
    error(setmetatable({}, { __tostring = function() while true do end end }))
  end,
}
