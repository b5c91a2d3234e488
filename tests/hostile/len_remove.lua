-- expect: __len
return {
  prepare = function(trial)
    table.remove(setmetatable({}, { __len = function() return 1 << 60 end }), 1)
  end,
}
