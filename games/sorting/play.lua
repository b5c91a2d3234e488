-- One tray: things come one by one, each goes into a bin. A thing that does not belong there walks home.
local sorting = {}

-- Groups and their things. The last two of each are held back for probes.
local groups = {
  { id = "eat",   key = "cat.eat",   tint = "leaf",  soft = "leafSoft",
    things = { "apple", "banana", "bread", "cheese", "carrot", "egg", "pizza", "cake", "strawberry", "sandwich" } },
  { id = "ride",  key = "cat.ride",  tint = "sky",   soft = "skySoft",
    things = { "bus", "car", "train", "bicycle", "tractor", "boat", "scooter", "plane", "van", "taxi" } },
  { id = "wear",  key = "cat.wear",  tint = "honey", soft = "honeySoft",
    things = { "shirt", "trousers", "socks", "cap", "scarf", "gloves", "coat", "shoe", "boot", "dress" } },
  { id = "live",  key = "cat.live",  tint = "plum",  soft = "plumSoft",
    things = { "cat", "dog", "frog", "rabbit", "owl", "fish", "cow", "duck", "bear", "lion" } },
}
local near_groups = {
  { id = "fruit", key = "cat.fruit", tint = "leaf",  soft = "leafSoft",
    things = { "apple", "banana", "orange", "pear", "strawberry", "cherries", "grapes", "lemon", "watermelon", "blueberries" } },
  { id = "veg",   key = "cat.veg",   tint = "sky",   soft = "skySoft",
    things = { "carrot", "tomato", "cucumber", "broccoli", "corn", "aubergine", "mushroom", "green_apple" } },
  { id = "farm",  key = "cat.farm",  tint = "honey", soft = "honeySoft",
    things = { "cow", "pig", "sheep", "chicken", "horse", "duck", "dog", "chick" } },
  { id = "wild",  key = "cat.wild",  tint = "plum",  soft = "plumSoft",
    things = { "lion", "elephant", "monkey", "zebra", "giraffe", "tiger", "kangaroo", "panda" } },
}
near_groups[2].things[8] = nil -- a green apple is a fruit

local colours = { { id = "red", key = "colour.red" }, { id = "blue", key = "colour.blue" } }
local shapes = { { id = "circle", key = "shape.circle" }, { id = "square", key = "shape.square" } }
local HELD_BACK = 2

local function things_of(trial, group)
  local list, first, last = {}, 1, #group.things - HELD_BACK
  if trial.probe then first, last = #group.things - HELD_BACK + 1, #group.things end
  for i = first, last do list[#list + 1] = group.things[i] end
  return trial:shuffle(list, "things." .. group.id)
end

-- A tray by category: as many of each group as goes, in mixed order.
local function tray_by_category(trial, p)
  local set, bins, tray = p.near and near_groups or groups, {}, {}
  local first = trial:random("groups", 0, #set - 1)
  for i = 1, p.bins do bins[i] = set[(first + i - 1) % #set + 1] end
  -- Alike groups come as neighbours in the list: keep pairs together.
  if p.near and p.bins == 2 then
    local pair = trial:random("pair", 0, 1) * 2
    bins = { set[pair + 1], set[pair + 2] }
  end
  local lists = {}
  for i, bin in ipairs(bins) do lists[i] = things_of(trial, bin) end
  for i = 1, p.items do
    local b = (i - 1) % #bins + 1
    local list = lists[b]
    tray[i] = { picture = list[(i - 1) // #bins % #list + 1], group = bins[b].id }
  end
  return bins, trial:shuffle(tray, "tray")
end

-- Cards that have a colour and a shape which never agree with one bin, so that only the rule decides.
local function tray_by_rule(trial, p)
  local tints = { { "leaf", "leafSoft" }, { "sky", "skySoft" } }
  local bins, tray = {}, {}
  for i = 1, 2 do
    local colour, shape = colours[i], shapes[i]
    bins[i] = { id = "bin" .. i, colour = colour.id, shape = shape.id, tint = tints[i][1], soft = tints[i][2],
      picture = colour.id .. "_" .. shape.id }
  end
  for i = 1, p.items do
    local rule = p.rule
    if rule == "switch" then rule = i <= p.items // 2 and "colour" or "shape" end
    if rule == "mixed" then rule = trial:random("rule", 0, 1) == 0 and "colour" or "shape" end
    local c = trial:random("card", 1, 2)
    local colour, shape = colours[c].id, shapes[3 - c].id
    local want = rule == "colour" and colour or shape
    local group = (bins[1].colour == want or bins[1].shape == want) and "bin1" or "bin2"
    tray[i] = { picture = colour .. "_" .. shape, group = group, rule = rule }
  end
  return bins, tray
end

local function bin_place(trial, count, i)
  local area = trial.area
  local w = count == 2 and 60 or count == 3 and 54 or 40
  local gap = (area.width - 5 - count * w) / math.max(1, count - 1)
  local slot = trial.mirrored and count + 1 - i or i
  local h = count == 2 and 60 or count == 3 and 44 or 42
  return 2.5 + w / 2 + (slot - 1) * (w + gap), area.height - 3 - h / 2, w, h
end

-- Above three or four bins there is less room for the thing.
local function item_size(trial)
  local count = #trial.state.bins
  return math.min(trial.params.item_mm, count == 2 and 40 or count == 3 and 29 or 33)
end

local rule_keys = { colour = "sort.colour", shape = "sort.shape" }
local change_keys = { colour = "sort.now_colour", shape = "sort.now_shape" }

-- The next thing lies ready; a new rule is told.
local function offer(trial)
  local s, p = trial.state, trial.params
  local item, before = s.tray[s.at], s.tray[s.at - 1]
  local size = item_size(trial)
  trial:target { id = "item", role = "source", x = trial.area.width / 2, y = 3 + size / 2, w = size, h = size,
    picture = item.picture, voice = "picture." .. item.picture, label = false, plain = false }
  if item.rule then
    if before and before.rule ~= item.rule and p.reminder ~= "none" then
      trial:say(change_keys[item.rule])
    elseif p.reminder == "always" then
      trial:say(rule_keys[item.rule])
    end
  elseif s.at == 1 then
    trial:say("sort.put")
  end
end

function sorting.prepare(trial)
  local p = trial.params
  local bins, tray
  if p.rule == "category" then bins, tray = tray_by_category(trial, p) else bins, tray = tray_by_rule(trial, p) end
  trial.state = { bins = bins, tray = tray, at = 1, placed = {}, hint = nil, right = 0, tried = false }
  trial:item("tray." .. p.rule)
  trial:expect_answers("sorting", #tray, #bins)
  for i, bin in ipairs(bins) do
    local x, y, w, h = bin_place(trial, #bins, i)
    bin.x, bin.y, bin.w, bin.h = x, y, w, h
    trial:target { id = bin.id, role = "zone", x = x, y = y, w = w, h = h, voice = bin.key, plain = true, label = false }
  end
end

function sorting.shown(trial) offer(trial) end

local function next_thing(trial)
  local s = trial.state
  s.at, s.tried, s.hint = s.at + 1, false, nil
  if s.at <= #s.tray then
    offer(trial)
    return
  end
  trial:remove_target("item")
  trial:sound("ok")
  trial:say("sort.done")
  trial:finish("completed", s.right >= math.ceil(#s.tray * 0.8))
end

function sorting.drop(trial, _, zone)
  local s = trial.state
  local item = s.tray[s.at]
  local right = zone.id == item.group
  trial:answer { item = "thing" .. s.at, right = right, choice = zone.id }
  if not right then
    s.tried = true
    return
  end
  if not s.tried then s.right = s.right + 1 end
  s.placed[#s.placed + 1] = { picture = item.picture, group = item.group }
  trial:sound("place")
  next_thing(trial)
end

function sorting.help(trial, rung)
  local s = trial.state
  local item = s.tray[s.at]
  if not item then return end
  if rung == 1 then
    trial:say(item.rule and rule_keys[item.rule] or "sort.put")
  else
    s.hint = item.group
    trial:target_state(item.group, "hint", true)
    if rung == 2 or rung == 3 then trial:say("sort.this") end
    if rung == 4 then
      -- Together: everything that is left goes home by itself.
      trial:target_state(item.group, "hint", false)
      for i = s.at, #s.tray do s.placed[#s.placed + 1] = { picture = s.tray[i].picture, group = s.tray[i].group } end
      trial:remove_target("item")
      s.at = #s.tray + 1
    end
  end
end

local tags = { leaf = "circle", sky = "square", honey = "triangle", plum = "star" }

local function draw_tag(pen, tint, x, y)
  if tags[tint] == "circle" then pen:circle(x, y, 3, "onCat")
  elseif tags[tint] == "square" then pen:rect(x, y, 5.6, 5.6, "onCat", "none", 0, 0.6)
  elseif tags[tint] == "triangle" then
    pen:stroke(path.polyline({ { x - 2.4, y + 2 }, { x, y - 2.2 }, { x + 2.4, y + 2 }, { x - 2.4, y + 2 } }), 1.2, "onCat")
  else
    pen:stroke(path.polyline({ { x, y - 3 }, { x + 1.8, y + 2.6 }, { x - 2.9, y - 0.9 }, { x + 2.9, y - 0.9 },
      { x - 1.8, y + 2.6 }, { x, y - 3 } }), 0.8, "onCat")
  end
end

local function draw_bin(trial, bin, pen)
  local s = trial.state
  local left, top = bin.x - bin.w / 2, bin.y - bin.h / 2
  local head = bin.h > 50 and 14 or 12
  pen:rect(bin.x, bin.y + 1.6, bin.w, bin.h, "lip", "none", 0, 9)
  pen:rect(bin.x, bin.y, bin.w, bin.h, bin.tint, "none", 0, 9)
  pen:rect(bin.x, bin.y + head / 2 - 0.5, bin.w - 2, bin.h - head - 1, bin.soft, "none", 0, 8)
  pen:rect(bin.x, top + head + 4, bin.w - 2, 8, bin.soft)
  draw_tag(pen, bin.tint, left + 9, top + head / 2)
  if bin.key then pen:text(bin.key, bin.x + (bin.w < 50 and 5 or 3), top + head / 2, bin.w < 50 and 6.5 or 8, "onCat", "middle", true) end
  if bin.picture then pen:image(bin.picture, bin.x, top + head + 12, 17) end
  local count, columns = 0, math.max(2, math.floor((bin.w - 6) / 14))
  for _, thing in ipairs(s.placed) do
    if thing.group == bin.id and not bin.picture then
      local column, row = count % columns, count // columns
      if row < 3 then
        pen:image(thing.picture, bin.x + (column - (columns - 1) / 2) * 14, top + head + 9 + row * 13, 12)
      end
      count = count + 1
    elseif thing.group == bin.id then
      pen:image(thing.picture, left + 9 + (count % 5) * 12, top + head + 29, 9)
      count = count + 1
    end
  end
end

function sorting.draw(trial, pen)
  local s, p = trial.state, trial.params
  for _, bin in ipairs(s.bins) do draw_bin(trial, bin, pen) end
  local item = s.tray[s.at]
  local middle = trial.area.width / 2
  if item and item.rule and p.rule == "mixed" then
    -- The frame tells the rule too: round for colour, square for shape.
    local size = item_size(trial) + 6
    pen:rect(middle, size / 2, size, size, "none", "plum", 1.2, item.rule == "colour" and size / 2 or 2)
  end
  if p.preview and #s.bins == 2 then
    for i = 1, 3 do
      local coming = s.tray[s.at + i]
      if coming then pen:image(coming.picture, middle + (i - 2) * 15 * (trial.mirrored and -1 or 1), 60, 10, 0.6) end
    end
  end
end

function sorting.simulate(trial, child)
  -- One thing at a time: what comes next depends on whether this one is placed.
  local item = trial.state.tray[trial.state.at]
  if item then child:drop("item", item.group) end
end

return sorting
