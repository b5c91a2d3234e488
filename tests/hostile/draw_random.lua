-- expect: may not be used in draw
return { draw = function(trial) trial:random('a') end }
