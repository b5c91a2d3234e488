-- expect: takes more than
return {
  prepare = function(trial)
    string.gsub('aaa', 'a', setmetatable({}, { __index = function() while true do end end }))
  end,
}
