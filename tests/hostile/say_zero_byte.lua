-- expect: zero byte
return {
  prepare = function(trial)
    trial:say('a\0b')
  end,
}
