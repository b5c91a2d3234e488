-- One trial: the frog hops over some pads, then the child sends it the same way, or backwards.
local lilypads = {}

local PAD, LIMIT_S = 30, 90

-- Places of nine pads as shares of the pond: two wavy rows, the lower one shifted, so that a row of hops is
-- remembered as a way. Probes use another pond.
local ponds = {
  practice = {
    { 0.10, 0.20 }, { 0.30, 0.30 }, { 0.50, 0.19 }, { 0.70, 0.31 }, { 0.90, 0.22 },
    { 0.20, 0.76 }, { 0.41, 0.79 }, { 0.60, 0.72 }, { 0.80, 0.80 },
  },
  probe = {
    { 0.20, 0.22 }, { 0.39, 0.18 }, { 0.60, 0.28 }, { 0.80, 0.20 },
    { 0.10, 0.70 }, { 0.30, 0.80 }, { 0.50, 0.70 }, { 0.70, 0.81 }, { 0.90, 0.73 },
  },
}

local function pad_id(pad)
  return "pad" .. pad
end

-- The pads in the order in which the child must tap them.
local function expected(state)
  local order = {}
  for i, pad in ipairs(state.row) do
    order[state.backward and #state.row + 1 - i or i] = pad
  end
  return order
end

local function set_pads(trial, on)
  for pad = 1, #trial.state.places do
    trial:target_state(pad_id(pad), "disabled", not on)
  end
end

local function hint(trial, on)
  local state = trial.state
  for pad = 1, #state.places do
    trial:target_state(pad_id(pad), "hint", on and pad == state.order[state.next])
  end
end

-- Together: nothing but the next pad can be tapped.
local function open_next(trial)
  local state = trial.state
  for pad = 1, #state.places do
    trial:target_state(pad_id(pad), "disabled", pad ~= state.order[state.next])
  end
end

local child_turn

-- The frog shows the way, pad by pad; then it is the child's turn.
local function show_from(trial, hop)
  local state = trial.state
  if hop > #state.row then
    state.hop = 0
    trial:after(trial.params.delay_s, child_turn)
    return
  end
  state.hop = hop
  trial:sound("place")
  trial:after(trial.params.pace_s, function(later)
    show_from(later, hop + 1)
  end)
end

local function show(trial)
  trial.state.showing = true
  set_pads(trial, false)
  trial:say("lilypads.watch")
  trial:after(1.5, function(later)
    show_from(later, 1)
  end)
end

function child_turn(trial)
  local state = trial.state
  state.showing = false
  state.frog = nil
  set_pads(trial, true)
  hint(trial, trial.help_rung >= 2)
  trial:say(state.backward and "lilypads.back" or "lilypads.same")
end

function lilypads.prepare(trial)
  local params, area = trial.params, trial.area
  local size = math.min(PAD, area.width * 0.16, area.height * 0.36)
  local places, row, numbers = {}, {}, {}
  local pond = trial.probe and ponds.probe or ponds.practice
  for pad = 1, 9 do
    numbers[pad] = pad
  end
  trial:shuffle(numbers, "pads")
  for pad = 1, params.pads do
    local place = pond[numbers[pad]]
    local x = trial.mirrored and 1 - place[1] or place[1]
    places[pad] = { x = x * area.width, y = place[2] * area.height }
    trial:target({ id = pad_id(pad), x = places[pad].x, y = places[pad].y, w = size, h = size, plain = true, disabled = true })
  end
  -- No pad twice: a hop goes somewhere.
  local order = {}
  for pad = 1, params.pads do
    order[pad] = pad
  end
  trial:shuffle(order, "row")
  for hop = 1, params.hops do
    row[hop] = order[hop]
  end
  trial.state = {
    size = size,
    places = places,
    row = row,
    backward = params.backward,
    next = 1,
    hop = 0,
    showing = true,
    tapped = {},
  }
  trial.state.order = expected(trial.state)
  trial:item(table.concat(row, "-"))
  -- A tapped pad is out of play, so a guess is among fewer from hop to hop: on average this many.
  trial:expect_answers("span", params.hops, params.pads - params.hops // 2)
  trial:limit_time(LIMIT_S)
end

function lilypads.shown(trial)
  show(trial)
end

function lilypads.choose(trial, target)
  local state = trial.state
  if state.showing then
    return
  end
  local wanted = pad_id(state.order[state.next])
  local right = target.id == wanted
  trial:answer({ item = wanted, choice = target.id, right = right })
  if not right then
    state.slips = true
    return
  end
  trial:sound("ok")
  state.tapped[target.id] = true
  state.frog = state.order[state.next]
  trial:target_state(target.id, "disabled")
  trial:target_state(target.id, "hint", false)
  state.next = state.next + 1
  if state.next > #state.order then
    -- A row is remembered when every first tap was right; help lets it be finished all the same.
    trial:finish("completed", not state.slips)
  else
    hint(trial, trial.help_rung >= 2)
    if trial.help_rung == 4 then
      open_next(trial)
    end
  end
end

-- 1 says it again, 2 marks the next pad, 3 shows the whole way again, 4 leaves only the next pad open.
function lilypads.help(trial, rung)
  local state = trial.state
  if state.showing then
    return
  end
  if rung == 3 then
    for id in pairs(state.tapped) do
      trial:target_state(id, "disabled", false)
    end
    state.tapped, state.next, state.frog = {}, 1, nil
    hint(trial, false)
    show(trial)
    return
  end
  trial:say(rung == 4 and "lilypads.together" or state.backward and "lilypads.back" or "lilypads.same")
  hint(trial, rung >= 2)
  if rung == 4 then
    open_next(trial)
  end
end

-- A leaf: a round with a notch in the colour of the water, and three veins.
local function draw_pad(pen, place, size, fill)
  local r = size / 2 - 1
  pen:circle(place.x, place.y + 1.2, r, "leaf")
  pen:circle(place.x, place.y, r, fill, "leaf", 0.8)
  for vein = -1, 1 do
    local angle = math.pi / 2 + vein * 0.9
    pen:line(place.x, place.y, place.x + 0.7 * r * math.cos(angle), place.y + 0.7 * r * math.sin(angle), 0.6, "leaf")
  end
  pen:stroke(path.polyline({ { place.x, place.y }, { place.x + 0.5 * r, place.y - r } }), 2.2, "skySoft")
end

function lilypads.draw(trial, pen)
  local state, area = trial.state, trial.area
  pen:rect(area.width / 2, area.height / 2, area.width, area.height, "skySoft", "sky", 0.6, 8)
  local shown = state.showing and state.row[state.hop]
  local lit = trial.reduced_motion and shown -- nothing hops: the pad lights up
  for pad, place in ipairs(state.places) do
    draw_pad(pen, place, state.size, (lit == pad or state.tapped[pad_id(pad)]) and "honeySoft" or "leafSoft")
  end
  if lit then
    pen:circle(state.places[lit].x, state.places[lit].y, state.size / 2 - 1, "none", "honey", 2)
  end
  if state.showing and trial.params.ripples then
    for hop = 1, (state.hop == 0 and 1 or state.hop) - 1 do
      local place = state.places[state.row[hop]]
      pen:circle(place.x, place.y, state.size / 2 - 5, "none", "primary", 1)
    end
  end
  local frog = not lit and shown or state.frog
  if frog then
    pen:image("frog", state.places[frog].x, state.places[frog].y, state.size * 0.7)
  end
end

function lilypads.simulate(trial, child)
  local state = trial.state
  if state.showing then
    child:wait(0.5)
  elseif child:remembers(#state.order) then
    child:choose(pad_id(state.order[state.next]))
  else
    child:choose(pad_id(child:random(1, #state.places)))
  end
end

return lilypads
