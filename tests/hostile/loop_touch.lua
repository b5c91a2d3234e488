-- expect: takes more than
return { touch = function() repeat until false end }
