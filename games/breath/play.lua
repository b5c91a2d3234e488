-- Weather first, then breaths, then weather again. A finger may go along; nothing is scored.
local breath = {}

local weathers = {
  { id = "sun",   picture = "sun" },   { id = "cloud", picture = "sun_cloud" }, { id = "rain", picture = "rain" },
  { id = "storm", picture = "storm" }, { id = "wind",  picture = "wind" },      { id = "fog",  picture = "fog" },
}
local tints = { "honeySoft", "skySoft", "primarySoft", "plumSoft", "leafSoft", "sunk" }

local FRAME_S = 1 / 30
local LAST_TRIAL = 4

local function is_weather(trial) return trial.number == 1 or trial.number >= LAST_TRIAL end

local function prepare_weather(trial)
  local p, s = trial.params, trial.state
  s.kind = "weather"
  local columns = p.weathers > 4 and 3 or p.weathers
  local rows = math.ceil(p.weathers / columns)
  local size = (rows > 1 or columns > 3) and 38 or 46
  local gap = columns > 3 and 9 or 12
  for i = 1, p.weathers do
    local column, row = (i - 1) % columns, (i - 1) // columns
    local x = trial.area.width / 2 + (column - (columns - 1) / 2) * (size + gap) * (trial.mirrored and -1 or 1)
    local y = rows > 1 and 22 + row * 43 or 48
    trial:target { id = weathers[i].id, role = "choice", x = x, y = y, w = size, h = size, picture = weathers[i].picture,
      voice = "weather." .. weathers[i].id, tint = tints[i] }
  end
  trial:item(trial.number == 1 and "weather.before" or "weather.after")
end

function breath.prepare(trial)
  local p = trial.params
  trial.state = { kind = "breath", began_s = nil, now_s = 0, met = 0, turns = 0, down = false }
  if is_weather(trial) then
    prepare_weather(trial)
  else
    trial:item("breaths." .. p.breaths)
  end
end

local function phase_at(p, seconds)
  local length = p.in_s + p.out_s
  local number, within = seconds // length, seconds % length
  if within < p.in_s then return number, "in", within / p.in_s end
  return number, "out", (within - p.in_s) / p.out_s
end

-- Once a frame: where the breath is now. At each turn of the breath: did the finger go along?
local function step(trial)
  local s, p = trial.state, trial.params
  s.now_s = trial.time_s - s.began_s
  local number, phase, share = phase_at(p, s.now_s)
  if number >= p.breaths then
    if p.touch == "hold_in" then trial:measure("beats_hit_percent", 100 * s.met / math.max(1, s.turns)) end
    trial:say("breath.thanks")
    trial:finish("completed", true)
    return
  end
  if phase ~= s.phase then
    s.phase, s.judged = phase, false
    if p.guide == "whale_and_words" then trial:say("breath." .. phase) end
  end
  if not s.judged and share > 0.5 then
    s.judged, s.turns = true, s.turns + 1
    if s.down == (phase == "in") then s.met = s.met + 1 end
  end
  trial:after(FRAME_S, step)
end

function breath.shown(trial)
  local s, p = trial.state, trial.params
  if s.kind == "weather" then
    trial:say(trial.number == 1 and "breath.weather" or "breath.after")
    return
  end
  trial:say(p.touch == "hold_in" and "breath.hold" or "breath.with")
  s.began_s = trial.time_s
  step(trial)
end

function breath.choose(trial, target)
  local s = trial.state
  s.chosen = target.id
  trial:target_state(target.id, "done", true)
  trial:sound("place")
  trial:after(1.2, function(t) t:finish("completed", true) end)
end

function breath.touch(trial, touch)
  local s = trial.state
  if touch.phase == "down" then s.down = true elseif touch.phase == "up" then s.down = false end
end

function breath.help(trial, rung)
  local s = trial.state
  if s.kind == "weather" and rung == 1 then
    trial:say(trial.number == 1 and "breath.weather" or "breath.after")
  end
end

-- 0 breathed out, 1 breathed in, as a smooth wave.
local function fullness(p, s)
  local _, phase, share = phase_at(p, s.now_s)
  local x = phase == "in" and share or 1 - share
  return 0.5 - 0.5 * math.cos(x * math.pi), phase
end

function breath.draw(trial, pen)
  local s, p = trial.state, trial.params
  if s.kind == "weather" then
    if p.weathers <= 4 then
      pen:text(trial.number == 1 and "breath.weather" or "breath.after", trial.area.width / 2, 12, 7.5, "ink", "middle")
    end
    return
  end
  local full, phase = fullness(p, s)
  if trial.reduced_motion and p.guide ~= "ring" then full = phase == "in" and 0.75 or 0.25 end
  local x, y = trial.area.width / 2, 44
  pen:circle(x, y, 40, "none", "edge", 0.5)
  pen:circle(x, y, 19 + 21 * full, "skySoft", "sky", 1)
  if p.guide == "ring" then
    pen:circle(x, y, 16, "surface")
  else
    pen:image("whale", x, y + 6 - 12 * full, 30)
    if full > 0.85 then
      pen:circle(x - 4, y - 24, 1.4, "sky")
      pen:circle(x + 1, y - 27, 1.8, "sky")
      pen:circle(x + 5, y - 23, 1.2, "sky")
    end
  end
  if p.guide == "whale_and_words" then
    pen:text("breath." .. phase, x + 62, y, 8, "ink", "middle")
  end
  local number = phase_at(p, s.now_s)
  for i = 1, p.breaths do
    pen:circle(x - 60, y + (i - (p.breaths + 1) / 2) * 11, 4, i <= number and "sky" or "surface", "edge", 0.5)
  end
end

function breath.simulate(trial, child)
  local s, p = trial.state, trial.params
  if s.kind == "weather" then
    if not s.chosen then child:choose("sun") end
  elseif p.touch == "hold_in" then
    for _ = 1, p.breaths do
      child:hold(trial.area.width / 2, 44, p.in_s)
      child:wait(p.out_s)
    end
  else
    child:wait(p.breaths * (p.in_s + p.out_s))
  end
end

return breath
