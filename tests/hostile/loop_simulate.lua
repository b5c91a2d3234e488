-- expect: takes more than
return { simulate = function() while true do end end }
