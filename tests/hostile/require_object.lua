-- expect: must be a text
require(setmetatable({}, { __tostring = function() return 'lib.a' end }))
return {}
