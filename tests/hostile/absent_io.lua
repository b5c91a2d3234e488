-- expect: there is no global io
return {
  prepare = function(trial)
    local x = io
  end,
}
