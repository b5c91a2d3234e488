-- expect: but must be a number
return {
  prepare = function(trial)
    trial:target{ id = 'a', x = 0 / 0, y = 1, w = 2, h = 2 }
  end,
}
