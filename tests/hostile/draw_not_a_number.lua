-- expect: but must be a number
return { draw = function(_, pen) pen:circle(0 / 0, 1, 1, 'leaf') end }
