-- expect: at most 256 answers
return {
  prepare = function(trial)
    for i = 1, 1000 do trial:answer{ item = 'a' .. i, right = true } end
  end,
}
