-- expect: there is no global coroutine
return {
  prepare = function(trial)
    local c = coroutine.create(function() while true do end end)
  end,
}
