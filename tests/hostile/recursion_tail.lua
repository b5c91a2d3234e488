-- expect: takes more than
return {
  prepare = function(trial)
    local function f() return f() end
    f()
  end,
}
