-- expect: nothing
local g = {}
function g.prepare() g.prepare = nil g.touch = 5 end
function g.touch() end
return g
