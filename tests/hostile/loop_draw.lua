-- expect: takes more than
return { draw = function() repeat until false end }
