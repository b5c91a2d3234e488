-- expect: there is no global loadfile
return {
  prepare = function(trial)
    local x = loadfile
  end,
}
