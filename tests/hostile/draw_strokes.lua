-- expect: takes more than|MB of 
local p = path.spiral(500, 5)
return { draw = function(_, pen) while true do pen:stroke(p, 1, 'leaf') end end }
