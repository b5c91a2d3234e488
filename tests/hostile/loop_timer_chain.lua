-- expect: nothing
local function again(trial) trial:after(0, again) end
return { prepare = function(trial) trial:after(0, again) end }
