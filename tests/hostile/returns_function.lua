-- expect: must return the table
return function() end
