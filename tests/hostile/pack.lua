-- expect: there is no string.pack
return {
  prepare = function(trial)
    string.pack('!1i8', 1)
  end,
}
