-- expect: takes more than
return {
  prepare = function(trial)
    local m = { __lt = function() while true do end end }
    table.sort({ setmetatable({}, m), setmetatable({}, m) })
  end,
}
