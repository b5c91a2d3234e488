-- expect: takes more than
return {
  prepare = function(trial)
    string.gsub('aaa', 'a', function() while true do end end)
  end,
}
