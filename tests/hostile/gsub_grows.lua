-- expect: longer than 2048 bytes
return {
  prepare = function(trial)
    local s = 'a'
    while true do s = string.gsub(s, 'a', 'aa') end
  end,
}
