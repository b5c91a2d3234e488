-- expect: takes more than
return { tick = function() repeat until false end }
