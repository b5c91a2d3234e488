-- expect: __call must be a function
return {
  prepare = function(trial)
    local t = function() end
    for _ = 1, 100000 do t = setmetatable({}, { __call = t }) end
    t()
  end,
}
