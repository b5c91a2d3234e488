-- expect: there is no global coroutine
return {
  prepare = function(trial)
    coroutine.wrap(function() while true do end end)()
  end,
}
