-- expect: there is no global getmetatable
return {
  prepare = function(trial)
    getmetatable('').__index.rep = nil
  end,
}
