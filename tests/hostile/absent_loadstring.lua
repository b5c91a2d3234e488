-- expect: there is no global loadstring
return {
  prepare = function(trial)
    local x = loadstring
  end,
}
