-- expect: takes more than
return {
  prepare = function(trial)
    while true do end
  end,
}
