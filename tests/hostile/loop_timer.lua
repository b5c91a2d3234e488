-- expect: takes more than
return {
  prepare = function(trial)
    trial:after(0.1, function() while true do end end)
  end,
}
