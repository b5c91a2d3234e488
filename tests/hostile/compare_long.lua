-- expect: takes more than
return {
  prepare = function(trial)
    local a, b = string.rep('x', 2000) .. 'a', string.rep('x', 2000) .. 'b'
    local n = 0
    while true do if a == b or a < b then n = n + 1 end end
  end,
}
