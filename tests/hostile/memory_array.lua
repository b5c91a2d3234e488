-- expect: takes more than|MB of 
return {
  prepare = function(trial)
    local t = {}
    for i = 1, 1e9 do t[i] = i end
  end,
}
