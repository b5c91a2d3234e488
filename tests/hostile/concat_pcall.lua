-- expect: longer than 2048 bytes
return {
  prepare = function(trial)
    local s = 'x'
    while true do pcall(function() s = s .. s end) end
  end,
}
