-- expect: takes more than
return {
  prepare = function(trial)
    local function bomb(f) return function() pcall(f) pcall(f) while true do end end end
    local f = function() while true do end end
    for _ = 1, 100 do f = bomb(f) end
    f()
  end,
}
