-- expect: invalid conversion
return {
  prepare = function(trial)
    string.format('%9999d', 1)
  end,
}
