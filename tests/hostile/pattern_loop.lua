-- expect: takes more than
return {
  prepare = function(trial)
    local s = string.rep('a', 100)
    while true do string.find(s, '.-.-b') end
  end,
}
