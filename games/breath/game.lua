-- Whale Breath, with Weather Inside as its check-in. Data only. Nothing here is right or wrong.
return {
  id = "breath", version = "1", api = 1,
  title = "breath.title", word = "breath.word", picture = "whale",
  domain = "sensory",
  aim = "Co-regulation before and after demand: naming the weather inside, then slow paced breathing.",
  skills = { "interoception", "self-regulation", "paced breathing" },
  trial = "The first and the last trial choose a weather; each between is a round of breaths.",
  twin = "Breathe with a soft toy on the belly; draw the weather inside on paper.",
  trials = 4, minutes = 4, no_score = true,
  parameters = {
    { name = "in_s", type = "number", label = "Breathe in, seconds", min = 2, max = 5, default = 3 },
    { name = "out_s", type = "number", label = "Breathe out, seconds", min = 2, max = 8, default = 4 },
    { name = "breaths", type = "integer", label = "Breaths in a round", min = 2, max = 8, default = 3 },
    { name = "weathers", type = "integer", label = "Weathers to choose from", min = 2, max = 6, default = 3 },
    { name = "guide", type = "choice", label = "What guides the breath", default = "whale_and_words",
      choices = { "whale_and_words", "whale", "ring" } },
    { name = "touch", type = "choice", label = "What the finger does", default = "free",
      choices = { "free", "hold_in" } },
  },
  measures = { "beats_hit_percent", "duration_s" },
  voice = { "breath.weather", "breath.after", "breath.with", "breath.hold", "breath.in", "breath.out", "breath.thanks",
    "weather.sun", "weather.cloud", "weather.rain", "weather.storm", "weather.fog", "weather.wind" },
}
