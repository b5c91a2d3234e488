-- expect: __len
return {
  prepare = function(trial)
    table.unpack(setmetatable({}, { __len = function() return 1 << 60 end }))
  end,
}
