-- expect: %p is not offered
return {
  prepare = function(trial)
    string.format('%p', {})
  end,
}
