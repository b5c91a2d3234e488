-- expect: non-closable
return {
  prepare = function(trial)
    local m = {}
    local t = setmetatable({}, m)
    m.__close = function() while true do end end
    local x <close> = t
  end,
}
