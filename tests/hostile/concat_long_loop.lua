-- expect: takes more than|MB of tables and texts
return {
  prepare = function(trial)
    local s = string.rep('x', 2000)
    while true do local t = s .. 'y' end
  end,
}
