-- expect: nothing
local a = '...' --[[ ... ]] -- ...
local b = [==[ ]] ... ]==] .. "\"..."
return {}
