-- expect: must have from
return {
  prepare = function(trial)
    path.polyline(setmetatable({}, { __len = function() return 1 << 60 end }))
  end,
}
