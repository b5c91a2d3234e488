-- expect: nothing
return {
  prepare = function(trial)
    path.polyline{ { 1e300, 0 }, { -1e300, 5 } }
  end,
}
