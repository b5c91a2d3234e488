-- expect: at most 200 values
return {
  prepare = function(trial)
    table.unpack({}, 1, 1e8)
  end,
}
