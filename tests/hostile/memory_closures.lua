-- expect: takes more than|MB of 
return {
  prepare = function(trial)
    while true do local x = 1 local f = function() return x end end
  end,
}
