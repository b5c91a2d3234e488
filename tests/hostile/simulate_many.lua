-- expect: takes more than
return { simulate = function(_, child) while true do child:wait(1) end end }
