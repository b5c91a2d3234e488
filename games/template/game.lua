-- The smallest game that runs: copy this folder, give it your game's name, and change it bit by bit.
-- This file is data only: what the game is, for child, adult and report.
return {
  id = "template", -- the folder's name
  version = "1", -- raise it whenever you change what a trial is
  api = 1,
  title = "template.title", -- text keys: see text/en.txt
  word = "template.word",
  picture = "search",
  domain = "cognitive",
  aim = "Find a picture among others.",
  skills = { "visual search" },
  trial = "One picture to find.",
  hidden = true, -- not offered to children: leave this line out in your game
  trials = 4, -- usual number of trials in a run
  minutes = 2,
  -- What a therapist may set. Its form is made from this list.
  parameters = {
    { name = "choices", type = "integer", label = "Pictures to choose from", min = 2, max = 5, default = 2,
      most_for = { ["3-4"] = 3, ["5-6"] = 4, M1 = 4, M2 = 3 } },
  },
  -- What the engine shall measure; the main one first.
  measures = { "accuracy_first_percent", "accuracy_chance_percent", "item_s", "score", "success" },
  voice = { "template.find" },
}
