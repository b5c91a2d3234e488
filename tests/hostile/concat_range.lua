-- expect: has no items from
return {
  prepare = function(trial)
    table.concat({}, '', 1, 1e15)
  end,
}
