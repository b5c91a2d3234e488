-- expect: may not be used in simulate
return { simulate = function(trial) trial:finish() end }
