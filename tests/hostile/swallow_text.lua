-- expect: longer than 2048 bytes
return {
  prepare = function()
    pcall(function()
      local s = "x"
      while true do s = s .. s end
    end)
  end,
}
