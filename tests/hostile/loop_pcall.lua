-- expect: takes more than
return {
  prepare = function(trial)
    while true do pcall(function() while true do end end) end
  end,
}
