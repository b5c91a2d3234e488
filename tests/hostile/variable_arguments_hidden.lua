-- expect: variable arguments
local s = 'a\z
   b' local function f(...) end
return {}
