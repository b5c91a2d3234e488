-- expect: takes more than
return {
  prepare = function(trial)
    setmetatable({}, { __call = function() while true do end end })()
  end,
}
