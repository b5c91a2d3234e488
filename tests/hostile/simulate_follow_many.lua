-- expect: takes more than|MB of 
local p = path.spiral(500, 5)
return { simulate = function(_, child) while true do child:follow(p, 5) end end }
