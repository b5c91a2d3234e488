-- expect: __close is not offered
return {
  prepare = function(trial)
    local x <close> = setmetatable({}, { __close = function() while true do end end })
  end,
}
