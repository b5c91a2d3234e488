-- Pass the Paint: one picture, two sides. The other paints a part and takes its time; then the child paints the same
-- part on the child's own side. A turn is earned when the child touched nothing in the other's turn and the right part
-- first in its own. What comes too soon or elsewhere only does not flow; the next turn is a new one.
local halves = require "lib.halves"
local painting = {}

local FLOW_S = 0.8 -- how long paint spreads
local LATE_S = 0.5 -- a finger that leaves late, or comes twice, is not an early one
local ANTICIPATION_S = 0.15 -- who touches sooner had decided before the turn came; that is neither right nor early
local REST_S = 0.7 -- a hand that lies still this long on a part rests there
local SMEAR_MM = 3 -- a finger that went so far between two looks is painting
local HELD_S = 0.6 -- both at once: held so long, the paint flows without a lift
local LOOK_S, FRAME_S = 0.1, 0.05
local TRIES_MOST = 3 -- then the part is painted for the child
local PULSE_S = 0.9
local ADMIRE_S = 1.8 -- the finished picture is looked at
local STAND_IN_S = 1.5 -- before a friend's turn is over, the otter comes and paints for the friend

-- Each colour is a deep one and its soft companion.
local colours = { { "honey", "honeySoft" }, { "sky", "skySoft" }, { "plum", "plumSoft" }, { "leaf", "leafSoft" },
  { "coral", "coralSoft" }, { "primary", "primarySoft" } }
local symbols = { "star", "fish", "love", "moon", "bird", "shell", "bell", "leaf" }

-- ---- the trial ----

local function spot(trial, mine, part)
  local s = trial.state
  local at = s.spots[part]
  if mine == s.mine_left then return at.x, at.y end
  return trial.area.width - at.x, at.y
end

function painting.prepare(trial)
  local p = trial.params
  local count = math.max(p.parts, p.turns)
  -- The first of a row is where reading begins, for whoever steps through them.
  local spots, size = halves.lay_out(trial.area, count, trial.mirrored == (p.side == "left"))
  trial.state = { spots = spots, size = size, count = count, mine_left = p.side == "left", round = 0, phase = "wait",
    since_s = 0, until_s = 0, painted = {}, is = {}, taken = 0, early = 0, kept_s = 0, latencies = {}, resting = {},
    fingers = {}, pulse_s = -10 }
  local s = trial.state
  local scenes = trial.probe and halves.held_back or halves.practised
  s.scene = scenes[trial:random("picture", 1, #scenes)]
  trial:item("picture." .. s.scene)
  local order, both = {}, {}
  for i = 1, count do order[i] = i end
  s.order = trial:shuffle(order, "order")
  s.symbols = trial:shuffle({ table.unpack(symbols) }, "symbols")
  s.tints = trial:shuffle({ 1, 2, 3, 4, 5, 6 }, "tints")
  for i = 1, p.together do both[p.turns - 2 * (i - 1)] = true end -- in the second half, never one after another
  s.both = both
  trial:two_players()
  trial:expect_answers("turns", p.turns, count)
  local others = s.mine_left and 1 or 0
  for part = 1, count do
    for side = 1, 2 do
      local mine = side == 1
      local id = (mine and "mine" or "other") .. part
      local x, y = spot(trial, mine, part)
      trial:target { id = id, role = "choice", player = mine and -1 or others, x = x, y = y, w = size, h = size,
        voice = p.symbols and "picture." .. s.symbols[part] or "paint.part", label = false, plain = true }
      s.is[id] = { mine = mine, part = part }
    end
  end
end

local function is_both(s) return s.both[s.round] or false end

local function say_turn(trial)
  local s, p = trial.state, trial.params
  if s.phase == "turn" then
    trial:say(is_both(s) and "paint.both" or "paint.yours")
  elseif is_both(s) then
    trial:say("paint.ready")
  else
    trial:say(p.partner == "otter" and "paint.otter" or "paint.friend")
  end
end

local function median(list)
  table.sort(list)
  return (list[(#list + 1) // 2] + list[#list // 2 + 1]) / 2
end

local function finish(trial)
  local s, p = trial.state, trial.params
  s.phase = "end"
  for part = 1, s.count do
    s.painted["mine" .. part], s.painted["other" .. part] = true, true
  end
  trial:measure("early_touches", s.early)
  trial:measure("wait_kept_s", s.kept_s)
  if #s.latencies > 0 then trial:measure("turn_latency_s", median(s.latencies)) end
  trial:sound("ok")
  trial:say("paint.done")
  trial:after(ADMIRE_S, function(t) t:finish("completed", s.taken >= p.turns - p.turns // 4) end)
end

-- The first response to a turn is the one that is scored.
local function lose(trial, choice)
  local s = trial.state
  if s.answered then return end
  s.answered = true
  trial:answer { item = "turn" .. s.round, right = false, choice = choice }
end

-- ---- the other's turn ----

local begin_round, begin_turn

local function inside(trial, id, at)
  local it, half = trial.state.is[id], trial.state.size / 2
  local x, y = spot(trial, it.mine, it.part)
  return math.abs(at.x - x) <= half and math.abs(at.y - y) <= half
end

-- Pointing at what the other does is sharing it; a friend's side is the friend's.
local function is_out_of_turn(trial, it)
  return it.mine or (trial.params.partner == "otter" and it.part ~= trial.state.part)
end

local function early(trial)
  local s = trial.state
  if trial.time_s - s.since_s < LATE_S then return end
  if trial.time_s - s.pulse_s >= PULSE_S then s.early = s.early + 1 end -- one smear is one touch
  s.pulse_s = trial.time_s
  lose(trial, "early")
end

-- How long a finger has been on each part, and whether one moves across a part: a touch that is no tap.
local function look_at_fingers(trial)
  local s = trial.state
  local now, smears = trial:fingers(), false
  for id, it in pairs(s.is) do
    local on = false
    for _, at in ipairs(now) do
      if inside(trial, id, at) then
        on = true
        for _, before in ipairs(s.fingers) do
          local moved = math.sqrt((at.x - before.x) ^ 2 + (at.y - before.y) ^ 2)
          if moved >= SMEAR_MM and moved < 40 and is_out_of_turn(trial, it) then smears = true end
        end
      end
    end
    s.resting[id] = on and (s.resting[id] or trial.time_s) or nil
  end
  s.fingers = #now < 2 and now or {} -- of several it is not known which is which
  return smears
end

local function rests(trial, id)
  local since_s = trial.state.resting[id]
  return since_s and trial.time_s - since_s >= REST_S
end

local function watch(trial)
  local s = trial.state
  if s.phase ~= "wait" then return end
  if look_at_fingers(trial) then early(trial) end
  local left_s = s.until_s - trial.time_s
  if left_s <= 0.001 then
    begin_turn(trial)
  else
    trial:after(math.min(LOOK_S, left_s), watch)
  end
end

function begin_round(trial)
  local s, p = trial.state, trial.params
  if s.round == p.turns then
    finish(trial)
    return
  end
  s.round = s.round + 1
  s.part, s.phase, s.answered, s.tries = s.order[s.round], "wait", false, 0
  s.fingers, s.resting, s.friend_s, s.mine_s = {}, {}, nil, nil
  s.since_s, s.until_s = trial.time_s, trial.time_s + p.wait_s
  trial:waiting(true)
  say_turn(trial)
  watch(trial)
end

-- ---- the child's turn ----

local function flow(trial)
  local s = trial.state
  if s.phase ~= "flow" then return end
  if trial.time_s - s.since_s < FLOW_S - 0.001 then
    trial:after(FRAME_S, flow)
    return
  end
  s.painted["mine" .. s.part], s.painted["other" .. s.part] = true, true
  begin_round(trial)
end

local function begin_flow(trial)
  local s = trial.state
  s.phase, s.since_s = "flow", trial.time_s
  trial:waiting(true)
  trial:sound("place")
  flow(trial)
end

local function earn(trial)
  local s, p = trial.state, trial.params
  if not s.answered then
    s.answered, s.taken = true, s.taken + 1
    s.kept_s = math.max(s.kept_s, p.wait_s)
    s.latencies[#s.latencies + 1] = trial.time_s - s.since_s
    trial:answer { item = "turn" .. s.round, right = true, choice = "mine" .. s.part }
  end
  begin_flow(trial)
end

-- Both at once, held: no lift is needed.
local function watch_hands(trial)
  local s = trial.state
  if s.phase ~= "turn" or not is_both(s) then return end
  look_at_fingers(trial)
  local mine, other = s.resting["mine" .. s.part], s.resting["other" .. s.part]
  if trial.params.partner == "otter" then other = s.since_s end
  if mine and other and trial.time_s - math.max(mine, other) >= HELD_S then
    earn(trial)
  else
    trial:after(LOOK_S, watch_hands)
  end
end

function begin_turn(trial)
  local s, p = trial.state, trial.params
  local round = s.round
  s.phase, s.since_s, s.pulse_s = "turn", trial.time_s, -10
  s.fingers, s.resting = {}, {}
  if not is_both(s) then
    s.painted["other" .. s.part] = true
    trial:sound("place")
  end
  trial:waiting(false)
  say_turn(trial)
  trial:after(p.act_s, function(t)
    if t.state.round ~= round or t.state.phase ~= "turn" then return end
    lose(t, "")
    if t.state.phase == "turn" then begin_flow(t) end -- help may have ended it
  end)
  watch_hands(trial)
end

-- Two touches belong together when the later is soon enough after the earlier. The otter is always there.
local function both_touch(trial, mine)
  local s, p = trial.state, trial.params
  local round, now_s = s.round, trial.time_s
  if mine then s.mine_s = now_s else s.friend_s = now_s end
  local near = s.mine_s and s.friend_s and math.abs(s.mine_s - s.friend_s) <= p.together_s
  if near or p.partner == "otter" then
    earn(trial)
  elseif not mine then
    if s.mine_s then earn(trial) end
  elseif s.friend_s then
    lose(trial, "late") -- the friend was long there: once more, both
    s.friend_s = nil
  else
    -- The friend does not come: the otter does, and the child has done its part.
    trial:after(p.together_s, function(t)
      if t.state.round == round and t.state.phase == "turn" then earn(t) end
    end)
  end
end

local function miss(trial)
  local s = trial.state
  s.tries, s.pulse_s = s.tries + 1, trial.time_s
  lose(trial, "elsewhere")
  if s.tries >= TRIES_MOST and s.phase == "turn" then begin_flow(trial) end
end

local function choose_in_turn(trial, it, id)
  local s = trial.state
  if trial.time_s - s.since_s < ANTICIPATION_S then return end
  if it.mine and it.part == s.part then
    if is_both(s) then both_touch(trial, true) else earn(trial) end
  elseif not it.mine then -- the other side is the other's, and asleep
    if trial.params.partner == "person" and is_both(s) and it.part == s.part then both_touch(trial, false) end
  elseif not rests(trial, id) then
    miss(trial)
  end
end

function painting.shown(trial) begin_round(trial) end

function painting.choose(trial, target)
  local s = trial.state
  local it = s.is[target.id]
  if s.phase == "turn" then
    choose_in_turn(trial, it, target.id)
  elseif s.phase == "wait" then
    if trial.params.partner == "person" and not it.mine and it.part == s.part then
      s.friend_s = s.friend_s or trial.time_s
    elseif is_out_of_turn(trial, it) and not rests(trial, target.id) then
      early(trial)
    end
  end
end

function painting.help(trial, rung)
  local s = trial.state
  if rung == 4 then
    s.phase = "end"
    for part = 1, s.count do
      for _, id in ipairs { "mine" .. part, "other" .. part } do
        s.painted[id] = true
        trial:target_state(id, "done")
      end
    end
  elseif s.phase == "wait" then
    trial:say("paint.wait")
  elseif rung == 1 then
    say_turn(trial)
  else
    trial:say("paint.this")
  end
end

-- ---- drawing: the parts ----

-- How far the paint of a part has spread.
local function share_of(trial, id, it)
  local s, p = trial.state, trial.params
  if s.painted[id] then return 1 end
  if it.part ~= s.part or s.phase == "end" then return 0 end
  local share = 0
  if s.phase == "flow" then
    share = math.min(1, (trial.time_s - s.since_s) / FLOW_S)
  elseif s.phase == "wait" and not it.mine and not is_both(s) then
    local began_s = p.partner == "otter" and s.since_s or s.friend_s or s.until_s - STAND_IN_S
    share = math.max(0, math.min(1, (trial.time_s - began_s) / math.max(0.5, s.until_s - began_s))) * 0.92
  end
  if trial.reduced_motion and share > 0 then return share < 0.92 and 0.6 or 1 end
  return share
end

-- A glow is a halo, an outline a dashed ring.
local function draw_cue(pen, x, y, r, cue)
  if cue == "glow" then
    pen:circle(x, y, r + 3, "focusMid", "honey", 0.8)
  elseif cue == "outline" then
    pen:stroke(path.circle(r + 1.8):moved(x, y), 1.3, "honey", { 3, 2.4 })
  end
end

local function draw_parts(trial, pen)
  local s, p = trial.state, trial.params
  local r = s.size / 2
  local cue = trial.help_rung >= 2 and "glow" or p.cue
  local mine_active = s.phase == "turn" or s.phase == "flow"
  local both_active = mine_active and is_both(s)
  for id, it in pairs(s.is) do
    local x, y = spot(trial, it.mine, it.part)
    local share = share_of(trial, id, it)
    local colour = colours[s.tints[(it.part - 1) % #s.tints + 1]]
    local now = it.part == s.part
    local mine_now = now and it.mine and s.phase == "turn"
    local friends_now = now and not it.mine and ((s.phase == "wait" and p.partner == "person" and not s.friend_s and not is_both(s)) or
      (s.phase == "turn" and is_both(s)))
    if mine_now then draw_cue(pen, x, y, r, cue) elseif friends_now then draw_cue(pen, x, y, r, "glow") end
    local awake = s.phase == "end" or it.mine == mine_active or both_active
    halves.draw_part(pen, s.scene, x, y, r, colour, share, not awake)
    if p.symbols then pen:image(s.symbols[it.part], x, y, r * 0.92, share >= 0.9 and 1 or 0.3) end
    if mine_now and s.mine_s and is_both(s) then pen:circle(x, y, r * 0.3, colour[1]) end
  end
end

-- ---- drawing: whose turn it is ----

-- Where nothing may move, the part that fills tells enough.
local function draw_brush(trial, pen, mine, otter)
  if trial.reduced_motion then return end
  local s = trial.state
  local x, y = spot(trial, mine, s.part)
  local r, sway = s.size / 2, 1.6 * math.sin(trial.time_s * 4)
  pen:image("paintbrush", x + r * 0.72 + sway, y - r * 0.72, 15)
  if otter then
    local side = x < trial.area.width / 2 and 1 or -1
    pen:image("otter", x + side * r * 0.95, y + r * 0.75, 17)
  end
end

local function draw_pair(trial, pen, x, y, other)
  local way = trial.state.mine_left and -3.4 or 3.4
  pen:image("child", x + way, y, 8)
  pen:image(other, x - way, y, 8)
end

local function draw_badge(trial, pen)
  local s, p = trial.state, trial.params
  local w, y, r = trial.area.width / 2, 9.5, 8
  local other = p.partner == "otter" and "otter" or "person"
  if s.phase == "end" then
    pen:circle(w, y, r, "surface", "star", 1.6)
    draw_pair(trial, pen, w, y, other)
    return
  end
  local mine = s.phase == "turn" or s.phase == "flow"
  local way = (mine == s.mine_left) and -1 or 1
  local hurt = trial.time_s - s.pulse_s < PULSE_S and s.phase == "wait" and not trial.probe
  local left = (mine and "turn" or s.phase) == "wait" and math.max(0, (s.until_s - trial.time_s) / p.wait_s) or 0
  local deep, soft = mine and "primary" or "sky", mine and "primarySoft" or "skySoft"
  if not (mine and is_both(s)) then
    local arrow_y = y + r + 6
    pen:line(w - way * 5, arrow_y, w + way * 4, arrow_y, 2.4, deep)
    pen:stroke(path.polyline { { w + way * 1, arrow_y - 4 }, { w + way * 5, arrow_y }, { w + way * 1, arrow_y + 4 } }, 2.4, deep)
  end
  if hurt then pen:circle(w, y, r + 1.6, "focusMid") end
  pen:circle(w, y, r, "surface", deep, 1)
  if left > 0 and (p.clock or trial.help_rung >= 1) then pen:pie(w, y, r - 0.9, left, soft) end
  if mine and is_both(s) then
    draw_pair(trial, pen, w, y, other)
  else
    pen:image(mine and "child" or other, w, y, 11)
  end
end

local function draw_sides(trial, pen)
  local s = trial.state
  local w, h = trial.area.width, trial.area.height
  local mine = s.phase == "turn" or s.phase == "flow"
  for side = 0, 1 do
    local is_mine = (side == 0) == s.mine_left
    if is_mine == mine or (mine and is_both(s)) then
      local deep, soft = is_mine and "primary" or "sky", is_mine and "primarySoft" or "skySoft"
      pen:rect(side == 0 and w / 4 or w * 3 / 4, h / 2, w / 2 - 1, h - 1, soft, deep, 1, 10)
    end
  end
end

function painting.draw(trial, pen)
  local s, p = trial.state, trial.params
  local w, h = trial.area.width, trial.area.height
  local live = s.phase ~= "end" and s.round > 0
  if live and p.sign == "side" then draw_sides(trial, pen) end
  pen:line(w / 2, 1, w / 2, h - 1, 0.5, "edge", { 2, 2.4 })
  halves.draw_back(pen, s.scene, trial.area, s.spots, s.size)
  draw_parts(trial, pen)
  if s.round > 0 then draw_badge(trial, pen) end
  if not live then return end
  local stands_in = p.partner == "otter" or (not s.friend_s and s.until_s - trial.time_s < STAND_IN_S)
  if s.phase == "wait" and not is_both(s) and (stands_in or s.friend_s) then
    draw_brush(trial, pen, false, stands_in)
  elseif s.phase == "turn" and is_both(s) and p.partner == "otter" then
    draw_brush(trial, pen, false, true)
  elseif s.phase == "flow" then
    draw_brush(trial, pen, true, not s.answered)
  elseif s.phase == "turn" and trial.help_rung >= 3 then
    local x, y = spot(trial, true, s.part)
    pen:image("point", x - s.size * 0.42, y + s.size * 0.1, 20)
  end
end

function painting.simulate(trial, child)
  local s = trial.state
  if s.phase == "end" or s.phase == "flow" then
    child:wait(0.5)
    return
  end
  local mine = "mine" .. s.part
  if s.phase == "wait" then
    -- Who is not up to this level cannot always wait for it.
    if not child.will_succeed and child:random(1, 4) == 1 then
      child:wait(0.6)
      child:choose(mine)
      return
    end
    child:wait(math.max(0, s.until_s - trial.time_s) + ANTICIPATION_S)
  end
  child:choose(mine)
end

return painting
