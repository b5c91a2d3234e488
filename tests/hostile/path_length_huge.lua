-- expect: takes more than|more than 20000 points|MB of 
return {
  prepare = function(trial)
    while true do path.line(2000, 0) end
  end,
}
