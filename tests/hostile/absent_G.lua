-- expect: there is no global _G
return {
  prepare = function(trial)
    local x = _G
  end,
}
