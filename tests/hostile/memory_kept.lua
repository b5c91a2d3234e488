-- expect: MB of 
local kept = {}
return { touch = function() for _ = 1, 1e5 do kept[#kept + 1] = { {} } end end }
