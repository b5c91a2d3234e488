-- expect: only in simulate
local kept
return { simulate = function(_, child) kept = child end, tick = function() if kept then kept:tap(1, 1) end end }
