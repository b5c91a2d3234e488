-- Animal Trail: whole-body moves that the screen shows and an adult scores. Data only.
return {
  id = "trail", version = "1", api = 1,
  title = "trail.title", word = "trail.word", picture = "paws",
  domain = "gross_motor",
  aim = "Praxis: to plan, sequence and carry out whole-body moves from pictures or memory.",
  skills = { "motor planning", "imitation", "bilateral coordination", "working memory" },
  trial = "One trail; each move is scored by the adult with one tap: on own, with a cue, with help, not yet.",
  twin = "The same moves on the way to the kitchen, the garden or the school gate.",
  trials = 4, minutes = 6,
  parameters = {
    { name = "moves", type = "integer", label = "Moves in a trail", min = 1, max = 6, default = 2 },
    { name = "set", type = "choice", label = "Which moves", default = "easy",
      choices = { "easy", "bilateral", "all" } },
    { name = "memory", type = "bool", label = "From memory: the pictures go away", default = false },
    { name = "show_s", type = "number", label = "Shown for, seconds a move", min = 1, max = 6, default = 3 },
    { name = "times", type = "integer", label = "Times each move", min = 1, max = 10, default = 3 },
    { name = "words", type = "bool", label = "Say the moves", default = true },
  },
  measures = { "rating", "rating_max", "steps_independent_percent", "first_helped_step", "repetitions" },
  voice = { "trail.watch", "trail.go", "trail.done", "move.bear", "move.frog", "move.crab", "move.snake", "move.duck",
    "move.rabbit", "move.elephant", "move.penguin", "move.horse", "move.cat", "move.owl", "move.turtle" },
}
