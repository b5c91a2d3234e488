-- Lily Pads: a frog hops over the pond; the child remembers where, and sends it the same way.
-- The Corsi span task in a pond (Corsi 1972; frog form for children). Compare a child with itself only.
return {
  id = "lilypads",
  version = "1",
  api = 1,
  title = "lilypads.title",
  word = "lilypads.word",
  picture = "lily_pad",
  domain = "cognitive",
  aim = "Remember a row of places and follow it in order.",
  skills = { "visuospatial working memory", "following several steps", "pointing" },
  trial = "One row of hops.",
  trials = 5,
  minutes = 4,
  parameters = {
    { name = "hops", type = "integer", label = "Hops to remember", min = 2, max = 7, default = 2 },
    { name = "pads", type = "integer", label = "Pads in the pond", min = 4, max = 9, default = 4 },
    { name = "backward", type = "bool", label = "Backwards: last pad first", default = false },
    { name = "pace_s", type = "number", label = "Time on each pad", min = 0.6, max = 2, default = 1.2 },
    { name = "delay_s", type = "number", label = "Wait before the child's turn", min = 0, max = 6, default = 0.5 },
    { name = "ripples", type = "bool", label = "Ripples stay where the frog was", default = false },
  },
  measures = {
    "span_partial", "span", "recall_percent", "accuracy_chance_percent", "order_errors", "item_errors", "tap_interval_s",
  },
  voice = { "lilypads.watch", "lilypads.same", "lilypads.back", "lilypads.together" },
}
