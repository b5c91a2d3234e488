-- expect: is not taken
return {
  prepare = function(trial)
    table.insert(_ENV, 1)
  end,
}
