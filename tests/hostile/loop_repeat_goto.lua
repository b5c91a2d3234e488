-- expect: takes more than
return {
  prepare = function(trial)
    ::again:: goto again
  end,
}
