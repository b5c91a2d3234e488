-- expect: belongs at the top
return {
  prepare = function(trial)
    require 'lib.grid'
  end,
}
