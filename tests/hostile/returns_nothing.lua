-- expect: must return the table
local x = 1
