-- expect: there is no global collectgarbage
return {
  prepare = function(trial)
    local x = collectgarbage
  end,
}
