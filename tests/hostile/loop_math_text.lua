-- expect: is a text, but must be a number
return {
  prepare = function()
    local s = string.rep('9', 2000)
    while true do math.floor(s) end
  end,
}
