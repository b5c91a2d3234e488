-- expect: MB of 
return {
  prepare = function(trial)
    local t = {}
    while true do t[#t + 1] = path.spiral(1000, 2) end
  end,
}
