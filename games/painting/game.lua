-- Pass the Paint: two players, one picture, one turn after another; sometimes both at once. Data only.
return {
  id = "painting", version = "1", api = 1,
  title = "paint.title", word = "paint.word", picture = "palette",
  domain = "play",
  aim = "Turn-taking, waiting and joint attention with a partner on one screen.",
  skills = { "turn-taking", "waiting", "joint attention", "bilateral coordination" },
  trial = "One picture; each turn in its own window is one scored answer.",
  twin = "Colour one paper picture together: one colour each, one stroke each.",
  trials = 3, minutes = 6, two_players = true,
  parameters = {
    { name = "turns", type = "integer", label = "Turns of each player", min = 2, max = 6, default = 3 },
    { name = "wait_s", type = "number", label = "Longest wait for the partner, seconds", min = 2, max = 20, default = 8 },
    { name = "cue", type = "choice", label = "How a turn is shown", default = "strong",
      choices = { "strong", "soft", "name" } },
    { name = "together", type = "integer", label = "Turns that need both at once", min = 0, max = 3, default = 0 },
    { name = "together_s", type = "number", label = "Both within, seconds", min = 0.5, max = 4, default = 2 },
    { name = "partner", type = "choice", label = "Partner", default = "person",
      choices = { "person", "otter" } },
  },
  measures = { "turns_taken_percent", "turns_taken", "early_touches", "turn_latency_s", "prompts" },
  voice = { "paint.yours", "paint.friend", "paint.both", "paint.done", "paint.pick" },
}
