-- expect: MB of tables|takes more than
return {
  prepare = function(trial)
    local function deep() return string.gsub('a', 'a', deep) end
    while true do pcall(deep) end
  end,
}
