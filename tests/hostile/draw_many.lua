-- expect: takes more than
return { draw = function(_, pen) while true do pen:circle(1, 1, 1, 'leaf') end end }
