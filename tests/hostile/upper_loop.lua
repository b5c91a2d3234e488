-- expect: takes more than|MB of 
return {
  prepare = function(trial)
    local s = string.rep('x', 2000)
    while true do s:upper() end
  end,
}
