-- expect: needs two tables
return {
  prepare = function(trial)
    setmetatable('', {})
  end,
}
