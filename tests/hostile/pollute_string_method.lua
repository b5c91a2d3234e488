-- expect: attempt to index|may not be set
return {
  prepare = function(trial)
    local s = ''
    s.rep = nil
  end,
}
