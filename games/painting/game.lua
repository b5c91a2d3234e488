-- Pass the Paint: one picture with two sides. The other paints a part, then the child paints the same part on the
-- child's own side: wait, watch, then act. Data only.
return {
  id = "painting", version = "2", api = 1,
  title = "paint.title", word = "paint.word", picture = "palette",
  domain = "play",
  aim = "Turn-taking: to wait while the other acts, to see what the other did, and to act in one's own turn.",
  skills = { "turn-taking", "waiting", "joint attention", "imitation" },
  trial = "One picture. A turn is earned when nothing of it was touched in the other's turn and the first touch in one's own "
    .. "is the same part; a trial succeeds when at most one turn of four or more was not earned.",
  twin = "Colour one paper picture together: one side each, one stroke each, the same part one after the other.",
  trials = 3, minutes = 6, two_players = true,
  keeps_sides = true, -- two children sit at a table
  parameters = {
    { name = "turns", type = "integer", label = "Turns of the child in a picture", min = 3, max = 6, default = 4,
      most_for = { ["3-4"] = 3, ["5-6"] = 4, M1 = 4, M2 = 3 } },
    { name = "wait_s", type = "number", label = "How long the other's turn lasts, seconds", min = 2, max = 20, default = 6 },
    { name = "act_s", type = "number", label = "How long the child's turn lasts, seconds", min = 4, max = 30, default = 12 },
    { name = "parts", type = "integer", label = "Parts on each side", min = 3, max = 6, default = 4,
      most_for = { ["3-4"] = 3, ["5-6"] = 4, M1 = 4, M2 = 3 } },
    { name = "sign", type = "choice", label = "Whose turn it is", default = "side",
      choices = { "side", "badge" } },
    { name = "cue", type = "choice", label = "Which part to paint", default = "glow",
      choices = { "glow", "outline", "watch" } },
    { name = "clock", type = "bool", label = "Show how long the wait still is", default = true },
    { name = "symbols", type = "bool", label = "The same parts bear the same picture", default = true },
    { name = "together", type = "integer", label = "Turns that both take at once", min = 0, max = 3, default = 0 },
    { name = "together_s", type = "number", label = "Both at once means within, seconds", min = 0.5, max = 5, default = 2 },
    { name = "partner", type = "choice", label = "Partner (the otter helps a friend who waits too long)", default = "otter",
      choices = { "otter", "person" } },
    { name = "side", type = "choice", label = "Side of the child", default = "left",
      choices = { "left", "right" } },
  },
  measures = { "turns_taken_percent", "turns_taken", "early_touches", "wait_kept_s", "turn_latency_s", "prompts" },
  voice = { "paint.otter", "paint.friend", "paint.yours", "paint.ready", "paint.both", "paint.wait", "paint.this",
    "paint.part", "paint.done" },
}
