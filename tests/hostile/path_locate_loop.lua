-- expect: takes more than
return {
  prepare = function(trial)
    local p = path.spiral(1000, 3)
    while true do p:locate(1, 1) end
  end,
}
