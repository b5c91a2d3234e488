-- expect: at most
return {
  prepare = function(trial)
    utf8.codepoint(string.rep('x', 2000), 1, -1)
  end,
}
