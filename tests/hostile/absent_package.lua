-- expect: there is no global package
return {
  prepare = function(trial)
    local x = package
  end,
}
