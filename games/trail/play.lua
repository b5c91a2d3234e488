-- A trail of moves: watch, then go. The adult's four keys score one move after another.
local trail = {}

local easy = { "frog", "snake", "duck", "penguin" }
local bilateral = { "bear", "crab", "rabbit", "elephant" }
local all = { "frog", "snake", "duck", "penguin", "bear", "crab", "rabbit", "elephant", "horse", "cat" }
local held_back = { "owl", "turtle" } -- for probes: a move never practised here

local MARKS = { { id = "own", mark = 3, picture = "child" }, { id = "cue", mark = 2, picture = "speech" },
  { id = "helped", mark = 1, picture = "handshake" }, { id = "not_yet", mark = 0, picture = "hourglass" } }
local MOST = 3

function trail.prepare(trial)
  local p = trial.params
  local set = p.set == "easy" and easy or p.set == "bilateral" and bilateral or all
  local pool = trial:shuffle({ table.unpack(set) }, "moves")
  if trial.probe then pool = { held_back[1], held_back[2], table.unpack(pool) } end
  local moves = {}
  for i = 1, p.moves do moves[i] = pool[(i - 1) % #pool + 1] end
  trial.state = { moves = moves, phase = "watch", at = 1, marks = {}, shown = 1 }
  trial:item("trail." .. table.concat(moves, "-"))
  trial:expect_answers("rated", p.moves, MOST + 1)
end

local function go(trial)
  local s = trial.state
  s.phase = "go"
  trial:say("trail.go")
  for i, mark in ipairs(MARKS) do
    trial:target { id = mark.id, role = "key", x = trial.area.width / 2 + (i - 2.5) * 34 * (trial.mirrored and -1 or 1), y = 73,
      w = 28, h = 24, picture = mark.picture, voice = "mark." .. mark.id, label = false, adult = true }
  end
end

local function show_next(trial)
  local s, p = trial.state, trial.params
  if s.shown > #s.moves then
    go(trial)
    return
  end
  if p.words then trial:say("move." .. s.moves[s.shown]) end
  trial:after(p.show_s, function(t)
    t.state.shown = t.state.shown + 1
    show_next(t)
  end)
end

function trail.shown(trial)
  show_next(trial)
end

local function score(trial, mark)
  local s, p = trial.state, trial.params
  if s.phase ~= "go" then return end
  s.marks[s.at] = mark
  -- One answer a move: right when the child did it alone or with a cue; the mark itself is the choice.
  trial:answer { item = "move" .. s.at, right = mark == MOST, choice = "rating" .. mark }
  trial:sound("place")
  s.at = s.at + 1
  if s.at <= #s.moves then return end
  local total, alone, first = 0, 0, 0
  for i, m in ipairs(s.marks) do
    total = total + m
    if m == MOST then alone = alone + 1 elseif first == 0 then first = i end
  end
  trial:measure("rating", total)
  trial:measure("rating_max", MOST * #s.moves)
  trial:measure("steps_independent_percent", 100 * alone / #s.moves)
  trial:measure("first_helped_step", first)
  trial:measure("repetitions", #s.moves * p.times)
  trial:say("trail.done")
  trial:finish("completed", alone * 5 >= #s.moves * 4)
end

function trail.choose(trial, target)
  for _, mark in ipairs(MARKS) do
    if mark.id == target.id then score(trial, mark.mark) end
  end
end

function trail.adult(trial, mark) score(trial, math.min(MOST, mark)) end

function trail.help(trial, rung)
  local s = trial.state
  if rung >= 1 and rung <= 3 and s.phase == "go" then
    s.peek = true -- the pictures come back
    if s.moves[s.at] then trial:say("move." .. s.moves[s.at]) end
  end
end

local tints = { "leafSoft", "skySoft", "honeySoft", "plumSoft", "coralSoft", "primarySoft" }

function trail.draw(trial, pen)
  local s, p = trial.state, trial.params
  local count = #s.moves
  local size = count > 4 and 27 or count > 2 and 36 or 46
  local gap = count > 4 and 3 or 8
  for i, move in ipairs(s.moves) do
    local x = trial.area.width / 2 + (i - (count + 1) / 2) * (size + gap) * (trial.mirrored and -1 or 1)
    local y = s.phase == "watch" and not trial.reduced_motion and 40 or 25
    local visible = not p.memory or s.peek or (s.phase == "watch" and i <= s.shown) or s.marks[i]
    local now = (s.phase == "watch" and i == s.shown) or (s.phase == "go" and i == s.at)
    pen:rect(x, y + 1, size, size, "lip", "none", 0, 6)
    pen:rect(x, y, size, size, visible and tints[i] or "surface", now and "primary" or "edge", now and 1.4 or 0.5, 6)
    pen:image(visible and move or "question", x, y - size * 0.06, size * (visible and 0.68 or 0.4))
    if visible and size > 30 then pen:number(p.times, x + size / 2 - 5, y + size / 2 - 5, 6.5, "ink2", "middle") end
    if s.marks[i] then
      pen:circle(x + size / 2 - 4, y + size / 2 - 4, 4, "leaf")
      pen:stroke(path.polyline({ { x + size / 2 - 5.6, y + size / 2 - 4 }, { x + size / 2 - 4.4, y + size / 2 - 2.8 },
        { x + size / 2 - 2.3, y + size / 2 - 5.4 } }), 0.7, "onCat")
    end
  end
  if s.phase == "go" then pen:text("trail.hold", trial.area.width / 2, 54.5, 6.5, "ink2", "middle") end
  if s.phase == "watch" then
    local move = s.moves[math.min(s.shown, count)]
    pen:text("move." .. move, trial.area.width / 2, 76, 8, "ink", "middle")
  end
end

function trail.simulate(trial, child)
  local s = trial.state
  if s.phase ~= "go" then
    child:wait(1)
  else
    for i = s.at, #s.moves do
      child:wait(1.5)
      child:adult(child.will_succeed and MOST or (i % 2))
    end
  end
end

return trail
