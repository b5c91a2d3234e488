-- expect: takes more than
return {
  prepare = function(trial)
    string.format('%s', setmetatable({}, { __tostring = function() while true do end end }))
  end,
}
