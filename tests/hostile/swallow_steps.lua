-- expect: takes more than
return {
  prepare = function()
    pcall(function() while true do end end)
  end,
}
