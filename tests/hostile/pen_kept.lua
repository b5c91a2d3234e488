-- expect: a pen draws only in draw
local kept
return { draw = function(_, pen) kept = pen end, tick = function() if kept then kept:circle(1, 1, 1) end end }
