-- expect: takes more than
return {
  prepare = function(trial)
    while true do utf8.len(string.rep('x', 2000)) end
  end,
}
