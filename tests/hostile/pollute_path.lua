-- expect: path.line may not be set
return {
  prepare = function(trial)
    path.line = nil
  end,
}
