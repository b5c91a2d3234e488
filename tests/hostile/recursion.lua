-- expect: stack overflow|MB of memory|MB of tables
return {
  prepare = function(trial)
    local function f() return 1 + f() end
    f()
  end,
}
