-- expect: longer than 2048 bytes
return {
  prepare = function(trial)
    local t = {}
    for i = 1, 2000 do t[i] = 'xxxxxxxx' end
    table.concat(t)
  end,
}
