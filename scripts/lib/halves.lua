-- Pictures of two like halves, of parts that can be painted one by one: where the parts lie, what is behind them, and how
-- a part looks blank and painted. A part's place, x and y, is its middle; r is half its size.
local halves = {
  practised = { "balloons", "butterfly", "tree", "flowers" },
  held_back = { "ladybird", "lanterns" }, -- for probes
}

-- ---- where the parts lie ----

-- Columns and rows of the left side, outer column first; 0.5 is the middle. In reading order.
local patterns = {
  [3] = { { 1, 0 }, { 0, 0.5 }, { 1, 1 } },
  [4] = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 1, 1 } },
  [5] = { { 0, 0 }, { 0.5, 0 }, { 1, 0 }, { 0.25, 1 }, { 0.75, 1 } },
  [6] = { { 0, 0 }, { 0.5, 0 }, { 1, 0 }, { 0, 1 }, { 0.5, 1 }, { 1, 1 } },
}

-- Where the parts of the left side lie, and how large they are; the right side mirrors it. flip: rows begin at the middle.
function halves.lay_out(area, count, flip)
  local left, right, top, bottom = 2, area.width / 2 - 8, 1.5, area.height - 1.5
  local across = count > 4 and 3 or 2
  local gap = count > 4 and 6 or 12
  local size = math.min(count > 4 and 30 or count > 3 and 32 or 38, (right - left - gap * (across - 1)) / across, (bottom - top - gap) / 2)
  local far = math.min(bottom - top - size, size + (count > 3 and 11.5 or 12.5)) -- from row to row
  local spots = {}
  for i, at in ipairs(patterns[count]) do
    local column = flip and count > 3 and 1 - at[1] or at[1] -- three stay clear of the corners
    spots[i] = { x = left + size / 2 + column * (right - left - size), y = (top + bottom) / 2 + (at[2] - 0.5) * far }
  end
  return spots, size
end

-- ---- drawing: what lies behind the parts ----

-- call(x, y) for every part of both sides.
local function sides(at, call)
  for _, spot in ipairs(at.spots) do
    call(spot.x, spot.y)
    call(at.w - spot.x, spot.y)
  end
end

local backs = {}

function backs.balloons(pen, at)
  local w, h, r = at.w, at.h, at.r
  sides(at, function(x, y)
    local way, points = x < w / 2 and 1 or -1, {}
    local long = math.min(14, y < h / 2 and 14 or h - 1 - y - r)
    if long < 6 then return end
    for i = 0, 16 do
      points[i + 1] = { x + way * 1.8 * math.sin(i / 8 * math.pi), y + r + long * i / 16 }
    end
    pen:stroke(path.polyline(points), 0.6, "edge")
  end)
end

-- One body round all parts: a frame of the deep colour, then the soft one in it.
local function grown(pen, at, deep, soft)
  local w, r = at.w, at.r
  local left, top, bottom = w, at.h, 0
  sides(at, function(x, y) left, top, bottom = math.min(left, x), math.min(top, y), math.max(bottom, y) end)
  for pass = 1, 2 do
    local color, grow = pass == 1 and deep or soft, pass == 1 and 1.9 or 1.2
    pen:rect(w / 2, (top + bottom) / 2, w - 2 * left + r + 2 * grow, bottom - top + 2 * grow, color, "none", 0, 8)
    sides(at, function(x, y) pen:circle(x, y, r + grow, color) end)
  end
  return top, bottom
end

function backs.butterfly(pen, at)
  local w = at.w
  local _, bottom = grown(pen, at, "plum", "plumSoft")
  pen:line(w / 2, 33, w / 2, bottom + 5, 9, "plum")
  for y = 36, bottom + 4, 6 do pen:line(w / 2 - 1.6, y, w / 2 + 1.6, y, 2, "plumSoft") end
end

-- A trunk in the middle, and a branch with two leaves to every fruit.
function backs.tree(pen, at)
  local w, h = at.w, at.h
  pen:rect(w / 2, h - 1.5, w * 0.62, 3, "hill2", "none", 0, 1.5)
  pen:line(w / 2, h * 0.42, w / 2, h - 2, 7, "honey")
  sides(at, function(x, y)
    local way, from = x < w / 2 and -1 or 1, y < h / 2 and h * 0.42 or h * 0.7
    pen:stroke(path.polyline({ { w / 2, from }, { w / 2 + way * 12, (from + y) / 2 }, { x, y } }), 3, "honey")
    for side = -1, 1, 2 do
      local near = x - way * (at.r + 3)
      pen:line(near, y, near - way * 2.5, y + side * 4.5, 3.4, "leaf")
    end
  end)
end

function backs.flowers(pen, at)
  local w, h, r = at.w, at.h, at.r
  pen:rect(w / 2, h - 2, w - 2, 4, "hill2", "none", 0, 2)
  sides(at, function(x, y)
    pen:line(x, y, x, h - 3, 1.4, "leaf")
    if y + r + 12 < h - 3 then
      pen:line(x, y + r + 6, x + 3.4, y + r + 3.4, 2.2, "leaf")
      pen:line(x, y + r + 8, x - 3.4, y + r + 5.4, 2.2, "leaf")
    end
  end)
end

function backs.ladybird(pen, at)
  local w, h = at.w, at.h
  for way = -1, 1, 2 do
    pen:line(w / 2 + way * 3, 12, w / 2 + way * 8, 3, 1.2, "ink")
    pen:circle(w / 2 + way * 8, 3, 1.6, "ink")
  end
  pen:rect(w / 2, h / 2, w - 2, h - 1, "coralSoft", "coral", 1.2, h * 0.28)
  pen:line(w / 2, 22, w / 2, h - 1, 1.2, "coral")
end

function backs.lanterns(pen, at)
  local w, r = at.w, at.r
  local ys = {}
  sides(at, function(_, y) ys[y] = true end)
  for y in pairs(ys) do
    local points, top = {}, y - r + 0.5
    for i = 0, 16 do
      local t = i / 8 - 1
      points[i + 1] = { 1 + (w - 2) * i / 16, top - 2.5 * t * t }
    end
    pen:stroke(path.polyline(points), 0.7, "edge")
  end
end

function halves.draw_back(pen, picture, area, spots, size)
  backs[picture](pen, { w = area.width, h = area.height, spots = spots, r = size / 2 })
end

-- ---- drawing: a part ----

-- Blank paper; where it is not one's turn, with a pale rim.
local function paper(pen, x, y, r, asleep)
  pen:circle(x, y, r, "surface", asleep and "lip" or "edge", 0.8)
end

local function blob(pen, x, y, r, colour, share, asleep)
  if share < 1 then paper(pen, x, y, r, asleep) end
  if share <= 0 then return end
  pen:circle(x, y, r * share, colour[1])
  if share > 0.5 then pen:circle(x, y, r * share * 0.8, colour[2]) end
end

local shapes = {}

function shapes.balloons(pen, x, y, r, colour, share, asleep)
  pen:line(x, y + r - 1.5, x, y + r + 0.8, 2.4, share >= 1 and colour[1] or "edge")
  blob(pen, x, y, r, colour, share, asleep)
  pen:line(x - r * 0.58, y - r * 0.3, x - r * 0.36, y - r * 0.58, 1.1, share >= 1 and colour[1] or "sunk")
end

shapes.butterfly = blob

function shapes.tree(pen, x, y, r, colour, share, asleep)
  blob(pen, x, y + 0.6, r - 0.6, colour, share, asleep)
  pen:line(x, y - r + 2.4, x + 1.2, y - r - 2.4, 1.2, "honey")
  pen:line(x + 2, y - r - 0.4, x + 5, y - r - 1.8, 2.2, "leaf")
end

function shapes.flowers(pen, x, y, r, colour, share, asleep)
  local edge = asleep and "lip" or "edge"
  for i = 0, 7 do
    local a = i * math.pi / 4
    local px, py = x + r * 0.68 * math.cos(a), y + r * 0.68 * math.sin(a)
    pen:circle(px, py, r * 0.31, "surface", share >= 1 and colour[1] or edge, 0.8)
    if share > 0 then pen:circle(px, py, r * 0.3 * share, colour[1]) end
  end
  pen:circle(x, y, r * 0.64, share > 0 and colour[2] or "surface", share > 0 and colour[1] or edge, share > 0 and 1 or 0.8)
end

shapes.ladybird = blob

function shapes.lanterns(pen, x, y, r, colour, share, asleep)
  blob(pen, x, y, r - 1, colour, share, asleep)
  local cap = share >= 1 and colour[1] or "edge"
  pen:rect(x, y - r + 1.2, r * 0.7, 2.6, cap, "none", 0, 1)
  pen:rect(x, y + r - 1.2, r * 0.7, 2.6, cap, "none", 0, 1)
end

-- share: how far the paint has spread, 0 to 1. asleep: it is not this side's turn.
function halves.draw_part(pen, picture, x, y, r, colour, share, asleep)
  shapes[picture](pen, x, y, r, colour, share, asleep)
end

return halves
