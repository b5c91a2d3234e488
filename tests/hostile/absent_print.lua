-- expect: there is no global print
return {
  prepare = function(trial)
    local x = print
  end,
}
