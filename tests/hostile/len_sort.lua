-- expect: __len
return {
  prepare = function(trial)
    table.sort(setmetatable({}, { __len = function() return 1 << 30 end }))
  end,
}
