-- One glyph. With support, strokes are written one after another, each along its own model; without, the child
-- writes freely and says "done".
local letters_data = require "lib.letters"

local letters = {}

local FRAME_S = 1 / 30
local WATCH_MM_S = 60 -- how fast the model is written
local TAP_MM = 6      -- a contact that moved no further than this is a tap

local function is_free(p) return p.stage == "copy" or p.stage == "memory" end

-- The strokes as paths, the whole glyph in the middle of the area (a copy beside its model).
local function lay(trial, p, name, middle_x)
  local height = p.height_mm
  if name:match("^[gjpqy]$") then height = height * 0.8 end
  local base_y = trial.area.height / 2 + height / 2 - (name:match("^[gjpqy]$") and height * 0.2 or 0)
  if name:match("^%l$") and not name:match("^[bdfhklt]$") then base_y = base_y - height * 0.12 end
  local strokes = {}
  for i, points in ipairs(letters_data.strokes(name, height)) do
    local moved = {}
    for k, point in ipairs(points) do moved[k] = { point[1] + middle_x, point[2] + base_y } end
    strokes[i] = { path = path.polyline(moved), cue = points.cue }
  end
  return strokes, base_y, height
end

local function whole_of(strokes)
  local lists = {}
  for i, stroke in ipairs(strokes) do lists[i] = stroke.path end
  return path.strokes(lists)
end

local function glyph_for(trial, p)
  local set = letters_data.sets[p.set]
  -- The last glyph of a set is held back for probes.
  if trial.probe then return set[#set] end
  return set[(trial.number - 1) % (#set - 1) + 1]
end

function letters.prepare(trial)
  local p = trial.params
  local name = glyph_for(trial, p)
  local free = is_free(p)
  local strokes, base_y, height = lay(trial, p, name, trial.area.width / 2 + (free and p.stage == "copy" and 28 or 0))
  trial.state = { name = name, strokes = strokes, whole = whole_of(strokes), base_y = base_y, height = height, at = 1,
    along_mm = 0, written_mm = -1, hint = false, passed = {}, together = false }
  local s = trial.state
  trial:item("glyph." .. name)
  if free then
    trial:expect_form(s.whole)
    for k, other in ipairs(letters_data.sets[p.set]) do -- what it may be taken for
      if other ~= name then trial:expect_form(whole_of((lay(trial, p, other, trial.area.width / 2))), k) end
    end
    if p.stage == "copy" then s.model = whole_of((lay(trial, p, name, trial.area.width / 2 - 50))) end
    trial:target { id = "done", role = "key", x = trial.area.width - 19, y = trial.area.height - 19, w = 36, h = 36,
      picture = "check", voice = "letter.done", label = false }
  else
    trial:expect_path(s.whole, p.road_mm)
    trial:expect_answers("tracing", #strokes, 1)
  end
end

local function say_stroke(trial)
  local s = trial.state
  if trial.params.say_strokes and s.strokes[s.at] then trial:say(s.strokes[s.at].cue) end
end

-- The model writes itself once; then it is the child's.
local function write_model(trial)
  local s = trial.state
  if s.written_mm < 0 then return end
  s.written_mm = s.written_mm + WATCH_MM_S * FRAME_S
  if s.written_mm >= s.whole:length() then
    s.written_mm = -1
    trial:say("letter.trace")
    return
  end
  trial:after(FRAME_S, write_model)
end

function letters.shown(trial)
  local s, p = trial.state, trial.params
  if p.stage == "memory" then
    trial:say(letters_data.voice(s.name))
  elseif p.watch and not is_free(p) and not trial.probe then
    trial:say("letter.watch")
    s.written_mm = 0
    if trial.reduced_motion then s.written_mm = -1 else write_model(trial) end
  else
    trial:say(is_free(p) and "letter.write" or "letter.trace")
  end
end

local function stroke_done(trial)
  local s = trial.state
  local good = s.started_right and not s.left
  trial:answer { item = "stroke" .. s.at, right = good, choice = good and "as_shown" or "otherwise" }
  if good then s.good = (s.good or 0) + 1 end
  s.at, s.along_mm, s.started, s.left = s.at + 1, 0, nil, nil
  if s.at <= #s.strokes then
    trial:sound("place")
    say_stroke(trial)
    return
  end
  trial:sound("ok")
  trial:say(letters_data.voice(s.name))
  trial:finish("completed", (s.good or 0) * 5 >= #s.strokes * 4)
end

-- Brings the child on along the stroke now due; `anew`: a finger has just come down.
local function go_along(trial, x, y, anew)
  local s, p = trial.state, trial.params
  local stroke = s.strokes[s.at]
  if not stroke then return end
  local length = stroke.path:length()
  if not s.started then
    -- A stroke begins where it begins: at its start, or it was begun otherwise.
    local start_x, start_y = stroke.path:at(0)
    local near = math.sqrt((x - start_x) ^ 2 + (y - start_y) ^ 2)
    if near > p.road_mm * 1.6 and anew then s.started_right = false end
    if near <= p.road_mm then
      s.started = true
      if s.started_right == nil then s.started_right = true end
    end
    if not s.started then return end
  end
  local along_mm, off_mm = stroke.path:locate_between(x, y, s.along_mm - 8, s.along_mm + p.road_mm + 8)
  if off_mm > p.road_mm then s.left = true end
  if off_mm <= p.road_mm * 1.2 and along_mm > s.along_mm then s.along_mm = along_mm end
  if s.along_mm >= length - math.min(3, length * 0.25) then
    stroke_done(trial)
    s.started_right = nil
  end
end

-- Writing freely: the engine compares the line with the letter. A hand that makes no line may tap its way along
-- instead; the first tap shows the dots to go by.
local function write_freely(trial, touch)
  local s = trial.state
  if touch.phase == "down" then
    s.down_x, s.down_y, s.moved = touch.x, touch.y, false
    return
  end
  if not s.moved and (touch.x - s.down_x) ^ 2 + (touch.y - s.down_y) ^ 2 > TAP_MM ^ 2 then
    s.moved, s.drawn, s.tapping = true, true, false
  end
  if touch.phase == "up" and not s.drawn then
    s.tapping = true
    go_along(trial, s.down_x, s.down_y, true)
  end
end

function letters.touch(trial, touch)
  local s, p = trial.state, trial.params
  if s.together then return end
  if is_free(p) then
    write_freely(trial, touch)
  elseif touch.phase ~= "up" then
    s.written_mm = -1
    go_along(trial, touch.x, touch.y, touch.phase == "down")
  end
end

function letters.choose(trial, target)
  if target.id ~= "done" then return end
  trial:sound("ok")
  trial:say("letter.done")
  trial:finish("completed", trial.state.drawn == true)
end

function letters.help(trial, rung)
  local s, p = trial.state, trial.params
  if rung == 1 then
    if is_free(p) then trial:say("letter.write") else say_stroke(trial) end
  elseif rung == 2 then
    s.hint = true
    trial:say("letter.from_here")
  elseif rung == 3 then
    s.hint = true
    trial:say("letter.watch")
    s.written_mm = 0
    write_model(trial)
  elseif rung == 4 then
    s.together = true
  end
end

local function draw_start(s, pen, stroke, number, road)
  local x, y = stroke.path:at(0)
  local dx, dy = stroke.path:tangent(math.min(2, stroke.path:length() * 0.1))
  local r = math.max(4.5, math.min(6, road * 0.5))
  pen:circle(x, y, r, "leafSoft", "leaf", 1)
  pen:number(number, x, y, math.max(6.5, r * 1.1), "leaf", "middle", true)
  local ax, ay = x + dx * (r + 5.5), y + dy * (r + 5.5)
  if stroke.path:length() > r + 10 then
    pen:stroke(path.polyline({ { x + dx * (r + 1), y + dy * (r + 1) }, { ax, ay } }), 0.9, "leaf")
    pen:stroke(path.polyline({ { ax - dx * 2.2 - dy * 2, ay - dy * 2.2 + dx * 2 }, { ax, ay }, { ax - dx * 2.2 + dy * 2, ay - dy * 2.2 - dx * 2 } }),
      0.9, "leaf")
  end
end

local function draw_lines(trial, s, pen)
  local w = trial.area.width - (is_free(trial.params) and 36 or 0) -- the key at the end of the line stays clear
  pen:line(8, s.base_y, w - 8, s.base_y, 0.5, "edge")
  pen:line(8, s.base_y - s.height, w - 8, s.base_y - s.height, 0.3, "edge", { 2, 3 })
end

function letters.draw(trial, pen)
  local s, p = trial.state, trial.params
  draw_lines(trial, s, pen)
  local seen = s.hint or s.together
  if p.stage == "corridor" then
    pen:stroke(s.whole, p.road_mm + 0.8, "corridorEdge")
    pen:stroke(s.whole, p.road_mm, "corridor")
    pen:stroke(s.whole, 0.6, "corridorMid", { 2, 3 })
  elseif p.stage == "dots" then
    pen:stroke(s.whole, 1.6, "corridorMid", { 0.1, 5 })
  elseif s.model then
    pen:stroke(s.model, 2.2, "ink2")
  elseif seen and not is_free(p) then
    pen:stroke(s.whole, 1.2, "corridorMid", { 0.1, 6 })
  end
  if (s.hint or s.tapping) and is_free(p) then pen:stroke(s.whole, 1.2, "corridorMid", { 0.1, 6 }) end
  pen:ink(is_free(p) and 2.6 or math.min(3.4, p.road_mm * 0.4), "inkLine")
  if s.together then pen:stroke(s.whole, 3, "inkLine") end
  local stroke = s.strokes[s.at]
  if stroke and (s.tapping or not is_free(p)) and s.written_mm < 0 then draw_start(s, pen, stroke, s.at, p.road_mm) end
  if s.written_mm >= 0 then
    pen:stroke(s.whole:upto(s.written_mm), 2.6, "primary")
    local x, y = s.whole:at(s.written_mm)
    pen:circle(x, y, 3, "honeySoft", "honey", 1)
  end
end

function letters.simulate(trial, child)
  local s, p = trial.state, trial.params
  local left = {}
  for i = s.at, #s.strokes do left[#left + 1] = s.strokes[i] end
  if #left > 0 and not s.together then
    if not is_free(p) then child:wait(0.5) end
    child:follow(whole_of(left), is_free(p) and 10 or p.road_mm)
  end
  if is_free(p) and #trial:targets() > 0 then child:choose("done") end
end

return letters
