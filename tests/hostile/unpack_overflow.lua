-- expect: at most 200 values
return {
  prepare = function(trial)
    table.unpack({}, math.mininteger, math.maxinteger)
  end,
}
