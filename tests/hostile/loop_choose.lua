-- expect: takes more than
return {
  prepare = function(trial) trial:target{ id = 'a', x = 50, y = 50, w = 30, h = 30 } end,
  choose = function() while true do end end,
}
