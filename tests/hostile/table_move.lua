-- expect: there is no table.move
return {
  prepare = function(trial)
    table.move({}, 1, 1 << 60, 2)
  end,
}
