-- expect: takes more than
return {
  prepare = function(trial)
    local s, p = string.rep('a', 2000), string.rep('a', 1000) .. 'b'
    while true do string.find(s, p, 1, true) end
  end,
}
