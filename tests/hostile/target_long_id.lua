-- expect: is longer than 47 bytes
return {
  prepare = function(trial)
    trial:target{ id = string.rep('a', 100), x = 1, y = 1, w = 2, h = 2 }
  end,
}
