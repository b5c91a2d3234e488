-- Letter Path: letters and numerals, stroke by stroke, from tracing to memory. Data only.
return {
  id = "letters", version = "1", api = 1,
  title = "letter.title", word = "letter.word", picture = "notebook",
  domain = "fine_motor",
  aim = "Letter and numeral formation: where it starts, which way it goes, in what order.",
  skills = { "letter formation", "stroke order", "handwriting readiness" },
  trial = "One letter or numeral, at one stage of support.",
  twin = "The same letter in sand, with chalk, or with a wet finger on the board.",
  keeps_sides = true, -- letters are written from left to right
  trials = 5, minutes = 6,
  parameters = {
    { name = "set", type = "choice", label = "Letters", default = "lines",
      choices = { "lines", "curves", "slides", "mixed", "small_round", "small_down", "small_hump", "small_slide", "digits" } },
    { name = "stage", type = "choice", label = "Support", default = "corridor",
      choices = { "corridor", "dots", "start", "copy", "memory" } },
    { name = "road_mm", type = "number", label = "Width of the corridor", min = 5, max = 20, default = 12 },
    { name = "height_mm", type = "number", label = "Height of the letter", min = 20, max = 70, default = 60 },
    { name = "watch", type = "bool", label = "Watch it being written first", default = true },
    { name = "say_strokes", type = "bool", label = "Say each stroke", default = true },
  },
  measures = { "inside_percent", "deviation_mean_mm", "deviation_max_mm", "coverage_percent", "exits", "lifts",
    "start_ok", "stroke_order_ok", "direction_ok", "stroke_count_ok", "form_distance", "form_class_correct", "form_margin", "baseline_mm", "size_ratio", "tilt_deg", "reversal",
    "speed_mean_mm_s", "sparc", "pauses", "contact_s", "air_s" },
  voice = { "letter.watch", "letter.trace", "letter.write", "letter.next", "letter.done", "letter.from_here" },
}
