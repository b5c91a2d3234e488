-- expect: MB of tables|takes more than
return {
  prepare = function(trial)
    local t = {}
    for i = 1, 2048 do t['k' .. i] = true end
    local n = 0
    while true do n = n + 1 t['k' .. n] = nil t['m' .. n] = true end
  end,
}
