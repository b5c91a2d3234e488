-- Each player has a half with three paint pots. In a turn one pot is chosen and one patch of the picture is
-- painted. Pots of the player who waits are there, but asleep; touching them is seen and kindly swallowed.
local painting = {}

local colours = { { "sky", "skySoft" }, { "leaf", "leafSoft" }, { "honey", "honeySoft" }, { "plum", "plumSoft" }, { "coral", "coralSoft" } }

-- Who paints in turn k: 0, 1, or both.
local function owner_of(s, k)
  if s.both[k] then return -1 end
  return (k - 1) % 2
end

function painting.prepare(trial)
  local p = trial.params
  local turns = p.turns * 2
  trial.state = { turns = turns, at = 1, painted = {}, both = {}, touched = {}, early = 0, taken = 0, since_s = 0, pick = {} }
  local s = trial.state
  -- Turns for both lie in the second half, never one after another.
  for i = 1, p.together do s.both[turns - 2 * (i - 1)] = true end
  trial:item("picture." .. trial:random("picture", 1, 4))
  s.seed = trial:random("patches", 0, 3)
  trial:two_players()
  trial:expect_answers("turns", p.turns, 3)
  local h = trial.area.height
  for player = 0, 1 do
    local x = player == 0 and 20 or trial.area.width - 20
    for pot = 1, 3 do
      local colour = colours[(player * 2 + pot - 1) % #colours + 1]
      trial:target { id = "pot" .. player .. pot, role = "choice", player = player, x = x, y = h / 2 + (pot - 2) * 29,
        w = 26, h = 26, voice = "paint.pick", label = false, plain = true }
      s.pick["pot" .. player .. pot] = { player = player, colour = colour }
    end
  end
end

local function tell_turn(trial)
  local s, p = trial.state, trial.params
  local owner = owner_of(s, s.at)
  s.since_s = trial.time_s
  if owner == -1 then
    trial:say("paint.both")
  elseif owner == 0 then
    trial:say("paint.yours")
  else
    trial:say("paint.friend")
    if p.partner == "otter" then
      local turn = s.at
      trial:after(math.max(1, p.wait_s * 0.6), function(t)
        if t.state.at == turn then painting.choose(t, { id = "pot1" .. (turn % 3 + 1) }) end
      end)
    end
  end
end

function painting.shown(trial) tell_turn(trial) end

local function paint(trial, colour)
  local s = trial.state
  s.painted[#s.painted + 1] = colour
  s.touched = {}
  s.at = s.at + 1
  trial:sound("place")
  if s.at <= s.turns then
    tell_turn(trial)
    return
  end
  trial:measure("early_touches", s.early)
  trial:sound("ok")
  trial:say("paint.done")
  trial:finish("completed", s.early <= s.turns / 4)
end

function painting.choose(trial, target)
  local s, p = trial.state, trial.params
  local pot = s.pick[target.id]
  local owner = owner_of(s, s.at)
  if owner == -1 then
    -- Both within a moment of each other, in any order.
    s.touched[pot.player] = trial.time_s
    local other = s.touched[1 - pot.player] or (p.partner == "otter" and pot.player == 0 and trial.time_s)
    if other and math.abs(other - trial.time_s) <= p.together_s then
      trial:answer { item = "turn" .. s.at, right = true, choice = "both", player = 0 }
      paint(trial, pot.colour)
    end
    return
  end
  if owner ~= pot.player then
    s.early = s.early + 1
    trial:answer { item = "turn" .. s.at, right = false, choice = "early", player = pot.player }
    return
  end
  if owner == 0 then s.taken = s.taken + 1 end
  trial:answer { item = "turn" .. s.at, right = true, choice = target.id, player = owner }
  paint(trial, pot.colour)
end

function painting.help(trial, rung)
  if rung >= 1 and rung <= 3 then tell_turn(trial) end
end

-- The picture: a sun of petals that fill one by one.
local function draw_picture(trial, pen)
  local s = trial.state
  local cx, cy = trial.area.width / 2, trial.area.height / 2
  for i = 1, s.turns do
    local angle = (i - 1 + s.seed / 4) * 2 * math.pi / s.turns - math.pi / 2
    local x, y = cx + 28 * math.cos(angle), cy + 28 * math.sin(angle)
    local colour = s.painted[i]
    pen:circle(x, y, 7, colour and colour[2] or "surface", colour and colour[1] or "edge", colour and 1.2 or 0.5)
    if colour then pen:circle(x, y, 3, colour[1]) end
  end
  pen:circle(cx, cy, 15, "honeySoft", "honey", 1)
  pen:image("very_happy", cx, cy, 26)
end

function painting.draw(trial, pen)
  local s, p = trial.state, trial.params
  local w, h = trial.area.width, trial.area.height
  local owner = owner_of(s, s.at)
  pen:line(w / 2, 3, w / 2, 14, 0.6, "edge", { 2, 2 })
  pen:line(w / 2, h - 14, w / 2, h - 3, 0.6, "edge", { 2, 2 })
  for player = 0, 1 do
    local x = player == 0 and 20 or w - 20
    local mine = owner == player or owner == -1
    if mine and p.cue ~= "name" then
      pen:rect(x, h / 2, 36, h - 3, p.cue == "strong" and "honeySoft" or "surface", p.cue == "strong" and "honey" or "edge",
        p.cue == "strong" and 1 or 0.6, 10)
    end
    for pot = 1, 3 do
      local y = h / 2 + (pot - 2) * 29
      local colour = s.pick["pot" .. player .. pot].colour
      if mine then
        pen:circle(x, y + 1.2, 12.5, "lip")
        pen:circle(x, y, 12.5, colour[2], colour[1], 1)
        pen:circle(x, y, 8, colour[1])
      else
        pen:circle(x, y, 12.5, "surface", "edge", 0.5)
        pen:circle(x, y, 8, "sunk")
      end
      if s.touched[player] then pen:circle(x, y, 3, "surface") end
    end
  end
  draw_picture(trial, pen)
  if p.partner == "otter" then pen:image("otter", w - 46, h - 12, 18) end
end

function painting.simulate(trial, child)
  local s, p = trial.state, trial.params
  if s.at > s.turns then return end
  local owner = owner_of(s, s.at)
  if owner == -1 then
    child:choose("pot01")
    if p.partner == "person" then child:choose("pot11") end
  elseif owner == 0 then
    child:choose("pot0" .. (s.at % 3 + 1))
  elseif p.partner == "person" then
    child:wait(1)
    child:choose("pot1" .. (s.at % 3 + 1))
  else
    child:wait(1)
  end
end

return painting
