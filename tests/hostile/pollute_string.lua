-- expect: string.format may not be set
return {
  prepare = function(trial)
    string.format = nil
  end,
}
