-- How one road is driven. The engine measures the finger against the road; this file only decides how far
-- the child has come and what there is to see.
local tracing = {}

-- Who drives where. The last two are held back for probes: does the skill show with new pictures?
local trained = { { "fish", "home" }, { "car", "garage" }, { "bee", "tulip" }, { "train", "school" }, { "rabbit", "carrot" } }
local held_back = { { "duck", "lily_pad" }, { "rocket", "moon" } }

local AHEAD_MM = 15        -- the dots lead the finger by this much
local DOT_GAP_MM = 3
local NEAR_MM = 16         -- a finger further ahead than this is a short cut and does not drive
local TAKE_MM = 5          -- a finger that slides this near over the driver takes it along
local EDGE_MM = 4          -- this far beside the road a finger still drives, but it is not on the road
local CLEAN = 0.85         -- a gate counts when this share of the way to it was on the road
local ENOUGH = 0.8        -- share of the gates that makes a road well driven
local FRAME_S = 1 / 30
local MODEL_S = 3          -- the companion's drive along the whole road

local shapes = {
  line_down = function(p) return path.line(p.size_mm, math.pi / 2) end,
  line_across = function(p) return path.line(p.size_mm, 0) end,
  line_slant = function(p) return path.line(p.size_mm, -math.pi / 6) end,
  arc = function(p) return path.arc(p.size_mm / 1.9, math.pi * 0.62) end,
  wave = function(p) return path.wave(p.size_mm, p.bends > 2 and 30 or 38, p.bends) end,
  corner = function(p)
    local w, h = p.size_mm, 46
    return path.polyline({ { 0, 0 }, { w / 2, 0 }, { w / 2, h }, { w, h } })
  end,
  zigzag = function(p) return path.zigzag(p.size_mm, 40, p.bends) end,
  square = function(p) return path.square(p.size_mm) end,
  triangle = function(p) return path.triangle(p.size_mm) end,
  circle = function(p) return path.circle(p.size_mm / 2) end,
  s_bend = function(p) return path.wave(p.size_mm, 52, 1) end,
  spiral = function(p) return path.spiral(p.size_mm / 2, p.bends) end,
}

local function pair_for(trial)
  local set = trial.probe and held_back or trained
  return set[trial:random("pair", 1, #set)]
end

function tracing.prepare(trial)
  local p = trial.params
  local road = shapes[p.shape](p):centred_in(trial.area)
  if trial.mirrored then road = road:mirrored() end
  local pair = pair_for(trial)
  trial.state = {
    road = road, length = road:length(), driven_mm = 0, gate = 0, on_road = true,
    held = false, readings = 0, on_readings = 0, passed = 0, -- since the last gate; gates that count
    driver = pair[1], goal = pair[2], hint = false, model_mm = -1, together = false,
  }
  trial:item("road." .. p.shape .. "." .. pair[1])
  trial:expect_path(road, p.road_mm)
  trial:expect_answers("tracing", p.gates, 1)
  if p.limit_s > 0 then trial:limit_time(p.limit_s) end
end

function tracing.shown(trial)
  trial:say(trial.number == 1 and "road.drive" or "road.start")
end

-- A gate is passed when the finger comes to it along the road. Each is one scored answer: touching here and
-- there brings the driver on, but most of such touches lie beside the road, so that no gate counts.
local function pass_gates(trial, s, p)
  while s.gate < p.gates and s.driven_mm >= s.length * (s.gate + 1) / (p.gates + 1) do
    s.gate = s.gate + 1
    local clean = s.on_readings >= CLEAN * s.readings
    if clean then s.passed = s.passed + 1 end
    trial:answer({ item = "gate" .. s.gate, right = clean, choice = clean and "on" or "off" })
    if s.gate < p.gates and s.driven_mm < s.length * (s.gate + 1) / (p.gates + 1) then s.readings, s.on_readings = 0, 0 end
  end
end

local function arrive(trial, s)
  trial:measure("gates_passed", s.passed)
  trial:sound("ok")
  trial:say("road.home")
  trial:finish("completed", s.passed >= trial.params.gates * ENOUGH)
end

-- A finger takes the driver along when it comes down on the road near it, or slides right over it.
local function takes_along(s, p, touch, along_mm, off_mm)
  if touch.phase == "down" then
    s.held = math.abs(along_mm - s.driven_mm) <= NEAR_MM and off_mm <= p.road_mm / 2 + EDGE_MM
  elseif not s.held then
    local x, y = s.road:at(s.driven_mm)
    s.held = (touch.x - x) ^ 2 + (touch.y - y) ^ 2 <= TAKE_MM ^ 2
  end
  return s.held
end

function tracing.touch(trial, touch)
  local s, p = trial.state, trial.params
  if s.together or touch.phase == "up" then return end
  s.model_mm = -1
  local along_mm, off_mm = s.road:locate_between(touch.x, touch.y, s.driven_mm - NEAR_MM, s.driven_mm + NEAR_MM)
  s.on_road = off_mm <= p.road_mm / 2
  s.readings = s.readings + 1
  if s.on_road then s.on_readings = s.on_readings + 1 end
  if takes_along(s, p, touch, along_mm, off_mm) and along_mm > s.driven_mm and off_mm <= p.road_mm / 2 + EDGE_MM then
    s.driven_mm = along_mm
    pass_gates(trial, s, p)
  end
  if s.driven_mm >= s.length - 2 then arrive(trial, s) end
end

-- The companion drives ahead once, then the road is the child's.
local function drive_model(trial)
  local s = trial.state
  if s.model_mm < 0 then return end
  s.model_mm = s.model_mm + s.length * FRAME_S / MODEL_S
  if s.model_mm >= s.length then
    s.model_mm = -1
    trial:say("road.turn")
  else
    trial:after(FRAME_S, drive_model)
  end
end

function tracing.help(trial, rung)
  local s = trial.state
  if rung == 1 then
    trial:say("road.start")
  elseif rung == 2 then
    s.hint = true
    trial:say("road.way")
  elseif rung == 3 then
    s.hint = true
    trial:say("road.watch")
    if trial.reduced_motion then
      s.model_mm = s.length
    else
      s.model_mm = s.driven_mm
      trial:after(FRAME_S, drive_model)
    end
  elseif rung == 4 then
    s.together = true
    s.driven_mm = s.length
    trial:say("road.together")
  end
end

-- An arrow of `size` at the start, pointing the way of travel.
local function draw_start(s, pen)
  local x, y = s.road:at(0)
  local dx, dy = s.road:tangent(s.length * 0.02)
  pen:circle(x, y, 7, "leafSoft", "leaf", 1.1)
  local tip_x, tip_y = x + dx * 4, y + dy * 4
  local function barb(side)
    return { tip_x - dx * 2.6 - dy * 2.6 * side, tip_y - dy * 2.6 + dx * 2.6 * side }
  end
  pen:stroke(path.polyline({ { x - dx * 3.5, y - dy * 3.5 }, { tip_x, tip_y } }), 1.1, "leaf")
  pen:stroke(path.polyline({ barb(1), { tip_x, tip_y }, barb(-1) }), 1.1, "leaf")
end

local function draw_lead(s, p, pen)
  local first = s.driven_mm + AHEAD_MM - 2 * DOT_GAP_MM
  for i = 0, 4 do
    local at_mm = first + i * DOT_GAP_MM
    if at_mm < s.length - 3 then
      local x, y = s.road:at(at_mm)
      pen:circle(x, y, s.hint and 1.2 or math.min(0.8, p.road_mm / 6), "honey")
    end
  end
end

function tracing.draw(trial, pen)
  local s, p = trial.state, trial.params
  pen:stroke(s.road, p.road_mm + 0.8, "corridorEdge")
  pen:stroke(s.road, p.road_mm, "corridor")
  if p.middle_line then pen:stroke(s.road, 0.7, "corridorMid", { 2, 3 }) end
  local size = math.max(9, math.min(12, p.road_mm * 0.75))
  if s.driven_mm < s.length * 0.2 or p.road_mm >= 13 then draw_start(s, pen) end
  pen:ink(math.min(p.ink_mm, p.road_mm * 0.6), "inkLine")
  if s.together then pen:stroke(s.road, math.min(p.ink_mm, p.road_mm * 0.6), "inkLine") end
  local goal_x, goal_y = s.road:at(s.length)
  pen:image(s.goal, goal_x, goal_y, size)
  if (p.lead_dots or s.hint) and not s.together then draw_lead(s, p, pen) end
  if s.model_mm >= 0 then
    local x, y = s.road:at(s.model_mm)
    pen:image("otter", x, y, size * 1.2)
  elseif s.driven_mm > 0 then
    local x, y = s.road:at(s.driven_mm)
    pen:image(s.driver, x, y, size)
  end
end

-- So that every level can be played without hands.
function tracing.simulate(trial, child)
  child:follow(trial.state.road, trial.params.road_mm)
end

return tracing
