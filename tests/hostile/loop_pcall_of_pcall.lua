-- expect: takes more than
return {
  prepare = function(trial)
    while true do pcall(pcall, pcall, pcall, error) end
  end,
}
