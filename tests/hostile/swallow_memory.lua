-- expect: MB of
return {
  prepare = function()
    pcall(pcall, function()
      local t = {}
      while true do t[#t + 1] = { {} } end
    end)
  end,
}
