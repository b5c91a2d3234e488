-- One routine: slots in a row, the steps that are not the child's already in place, pictures to choose below.
local washing = {}

-- Steps in order, as pictures; each picture's word is what is said. Routines may be shorter: the middle steps go first.
local routines = {
  hands = { key = "wash.hands", steps = { "tap", "water", "soap", "lather", "rinse", "towel" } },
  teeth = { key = "wash.teeth", steps = { "toothbrush", "toothpaste", "brush_teeth", "mouth", "rinse", "towel" } },
  socks = { key = "wash.socks", steps = { "socks", "sock_open", "sock_toes", "sock_heel", "sock_up", "shoe" } },
  bag = { key = "wash.bag", steps = { "backpack", "notebook", "pencil", "lunchbox", "bottle", "zip" } },
}
local trained = { "hands", "teeth", "socks" }
local held_back = { "bag" } -- for probes: does the skill carry over to a routine never trained here?
local strangers = { "hammer", "kite", "drum", "rocket", "cake", "umbrella", "dice", "crown" }
-- Which steps stay when a routine is short.
local keep = { [3] = { 1, 3, 6 }, [4] = { 1, 3, 5, 6 }, [5] = { 1, 2, 3, 5, 6 }, [6] = { 1, 2, 3, 4, 5, 6 } }

local MODEL_S = 0.9
local ENOUGH = 4 -- steps right at the first try; of a shorter part of the chain, all

local function routine_for(trial, p)
  local set = trial.probe and held_back or trained
  local name = p.routine
  if name == "any" then name = set[trial:random("routine", 1, #set)] end
  return name, routines[name]
end

local function is_own(s, i)
  if s.chain == "forward" then return i <= s.own end
  return i > #s.steps - s.own
end

local function next_own(s, from)
  for i = from, #s.steps do
    if is_own(s, i) and not s.filled[i] then return i end
  end
end

local function slot_place(trial, i, count)
  local w, gap = count > 5 and 26 or 30, count > 5 and 4 or 6
  local x = trial.area.width / 2 + (i - (count + 1) / 2) * (w + gap) * (trial.mirrored and -1 or 1)
  return x, 20, w
end

local function clear_choices(trial)
  for i = 1, 4 do trial:remove_target("choice" .. i) end
  trial.state.offered = {}
end

-- The pictures to choose from: the right one, other steps still to come or done, strangers; always in other places.
local function lay_choices(trial)
  local s, p = trial.state, trial.params
  local right, list, others = s.steps[s.at], {}, {}
  for i, step in ipairs(s.steps) do
    if i ~= s.at then others[#others + 1] = step end
  end
  trial:shuffle(others, "others")
  list[1] = right
  for i = 1, math.min(p.distractors, p.choices - 1) do list[#list + 1] = s.strangers[i] end
  for _, step in ipairs(others) do
    if #list < p.choices then list[#list + 1] = step end
  end
  trial:shuffle(list, "choices")
  clear_choices(trial)
  local step = (36 + (#list > 3 and 8 or 16)) * (trial.mirrored and -1 or 1)
  for i, picture in ipairs(list) do
    s.offered["choice" .. i] = picture
    trial:target { id = "choice" .. i, role = "choice", x = trial.area.width / 2 + (i - (#list + 1) / 2) * step, y = 64,
      w = 36, h = 36, picture = picture, voice = "picture." .. picture, label = false, tint = "surface" }
  end
end

function washing.prepare(trial)
  local p = trial.params
  local name, routine = routine_for(trial, p)
  local steps = {}
  for _, i in ipairs(keep[p.steps]) do steps[#steps + 1] = routine.steps[i] end
  local own = p.chain == "total" and #steps or math.min(p.own_steps, #steps)
  trial.state = { name = name, key = routine.key, steps = steps, own = own, chain = p.chain, filled = {}, missed = 0,
    strangers = trial:shuffle({ table.unpack(strangers) }, "strangers"), model = 0, offered = {} }
  local s = trial.state
  for i = 1, #steps do
    if not is_own(s, i) and s.chain ~= "forward" then s.filled[i] = true end
  end
  s.at = next_own(s, 1)
  trial:item("routine." .. name)
  trial:expect_answers("sequencing", own, p.choices)
  lay_choices(trial)
end

function washing.shown(trial)
  trial:say(trial.state.key)
end

local function ready(trial)
  local s = trial.state
  for i = 1, #s.steps do s.filled[i] = true end
  clear_choices(trial)
  trial:sound("ok")
  trial:say("wash.done")
  trial:finish("completed", s.own - s.missed >= math.min(s.own, ENOUGH))
end

function washing.choose(trial, target)
  local s, p = trial.state, trial.params
  local picture = s.offered[target.id]
  local right = picture == s.steps[s.at]
  trial:answer { item = s.steps[s.at], right = right, choice = picture }
  if not right then
    if s.wrong_at ~= s.at then s.missed = s.missed + 1 end
    s.wrong_at = s.at
    return
  end
  s.filled[s.at] = true
  trial:sound("place")
  if p.step_voice then trial:say("picture." .. picture) end
  s.at = next_own(s, s.at + 1)
  if s.at then lay_choices(trial) else ready(trial) end
end

-- The strip plays once: each step lights in turn.
local function light_next(trial)
  local s = trial.state
  s.model = s.model + 1
  if s.model > #s.steps then
    s.model = 0
  else
    trial:after(MODEL_S, light_next)
  end
end

function washing.help(trial, rung)
  local s = trial.state
  if not s.at then return end
  if rung == 1 then
    trial:say("wash.what")
  elseif rung == 2 then
    for id, picture in pairs(s.offered) do
      if picture == s.steps[s.at] then trial:target_state(id, "hint", true) end
    end
    trial:say("wash.this")
  elseif rung == 3 then
    trial:say("wash.watch")
    s.model = 0
    light_next(trial)
  elseif rung == 4 then
    for i = 1, #s.steps do s.filled[i] = true end
    clear_choices(trial)
    s.at = nil -- nothing is left to choose
  end
end

function washing.draw(trial, pen)
  local s = trial.state
  local count = #s.steps
  for i, step in ipairs(s.steps) do
    local x, y, w = slot_place(trial, i, count)
    local lit = s.model == i
    if i < count then
      local d = trial.mirrored and -1 or 1
      pen:line(x + d * (w / 2 + 1), y, x + d * (w / 2 + (count > 5 and 3 or 5)), y, 0.8, "edge")
    end
    if s.filled[i] or lit then
      pen:rect(x, y + 1, w, 34, "lip", "none", 0, 6)
      pen:rect(x, y, w, 34, lit and "honeySoft" or "surface", lit and "honey" or "edge", lit and 1 or 0.5, 6)
      pen:image(step, x, y, w * 0.72)
    elseif i == s.at then
      pen:rect(x, y, w, 34, "surface", "focusIn", 2.2, 6)
      pen:rect(x, y, w, 34, "none", "focusMid", 1.2, 6)
      pen:image("question", x, y, w * 0.45)
    else
      pen:rect(x, y, w, 34, "canvas", "edge", 0.4, 6)
    end
    pen:number(i, x, y + 21.5, 6.5, "ink2", "middle")
  end
end

function washing.simulate(trial, child)
  -- What is offered changes after each right choice, so only the step that lies there now can be chosen.
  local s = trial.state
  for id, picture in pairs(s.offered) do
    if s.at and picture == s.steps[s.at] then child:choose(id) end
  end
end

return washing
