-- expect: trial has no 'nothing'
local kept
local function use() return kept:fingers() end
return { prepare = function(trial) kept = trial if trial.number > 99 then use() end trial.nothing() end }
