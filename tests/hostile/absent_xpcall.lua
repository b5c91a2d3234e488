-- expect: there is no global xpcall
return {
  prepare = function(trial)
    local x = xpcall
  end,
}
