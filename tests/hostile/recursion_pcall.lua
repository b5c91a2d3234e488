-- expect: takes more than|stack overflow|MB of
return {
  prepare = function(trial)
    local function f() pcall(f) f() end
    f()
  end,
}
