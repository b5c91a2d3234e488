-- How one trial behaves. Read games/api.lua for all that trial and child can do.
local template = {}

local pictures = { "apple", "ball", "car", "cat", "star" }

-- Nothing is on screen yet. What a later handler needs is kept in trial.state.
function template.prepare(trial)
  local shown = trial:shuffle({ table.unpack(pictures) })
  local count = trial.params.choices
  local wanted = shown[trial:random("wanted", 1, count)]
  local size = count > 4 and 30 or 36
  local step = (count > 3 and size + 8 or size + 14) * (trial.mirrored and -1 or 1)
  for i = 1, count do
    local x = trial.area.width / 2 + (i - (count + 1) / 2) * step
    trial:target({ id = shown[i], x = x, y = trial.area.height * 0.6, w = size, h = size, picture = shown[i] })
  end
  trial.state = { wanted = wanted }
  trial:item(wanted)
  trial:expect_answers("sorting", 1, count)
end

-- The child sees it.
function template.shown(trial)
  trial:say("template.find")
end

-- A tap, a switch, a gaze or an adult's key: the engine makes the same meaning of them all.
function template.choose(trial, target)
  local right = target.id == trial.state.wanted
  trial:answer({ item = trial.state.wanted, choice = target.id, right = right })
  if right then
    trial:sound("ok")
    trial:finish("completed")
  end
end

-- One rung of help at a time, from a prompt to doing it together.
function template.help(trial, rung)
  trial:say("template.find")
  trial:target_state(trial.state.wanted, "hint", rung >= 2)
end

-- May run any number of times, so it changes nothing. The engine draws the targets.
function template.draw(trial, pen)
  pen:image(trial.state.wanted, trial.area.width / 2, trial.area.height * 0.2, 24)
end

-- What a child would do: so every level is tested without hands.
function template.simulate(trial, child)
  child:choose(trial.state.wanted)
end

return template
