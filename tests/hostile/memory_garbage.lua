-- expect: takes more than|MB of 
return {
  prepare = function(trial)
    while true do local t = { 1, 2, 3, 4, 5, 6, 7, 8 } end
  end,
}
