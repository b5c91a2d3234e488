-- expect: MB of tables|takes more than
return {
  prepare = function(trial)
    local t = {}
    for i = 1, 1e9 do t[i] = 'text number ' .. i end
  end,
}
