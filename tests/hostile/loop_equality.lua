-- expect: takes more than
return {
  prepare = function(trial)
    local m = { __eq = function() while true do end end }
    local x = setmetatable({}, m) == setmetatable({}, m)
  end,
}
