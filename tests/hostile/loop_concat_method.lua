-- expect: takes more than
return {
  prepare = function(trial)
    local x = setmetatable({}, { __concat = function() while true do end end }) .. 'a'
  end,
}
