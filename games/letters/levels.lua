-- Capitals of lines first; for each set the support goes step by step.
return {
  { name = "capitals of lines, wide corridor",       set = "lines", stage = "corridor", road_mm = 16 },
  { name = "capitals of lines, corridor",            set = "lines", stage = "corridor", road_mm = 12 },
  { name = "capitals of lines, dots",                set = "lines", stage = "dots", road_mm = 11 },
  { name = "round capitals, corridor",               set = "curves", stage = "corridor", road_mm = 12 },
  { name = "round capitals, dots",                   set = "curves", stage = "dots", road_mm = 10 },
  { name = "slanted capitals, corridor",             set = "slides", stage = "corridor", road_mm = 10, watch = false },
  { name = "capitals, only the start",               set = "mixed", stage = "start", road_mm = 10, watch = false },
  { name = "small round letters, corridor",          set = "small_round", stage = "corridor", road_mm = 9 },
  { name = "small letters going down, dots",         set = "small_down", stage = "dots", road_mm = 9 },
  { name = "small letters with a hump, dots",        set = "small_hump", stage = "dots", road_mm = 8, watch = false },
  { name = "small slanted letters, only the start",  set = "small_slide", stage = "start", road_mm = 8, watch = false },
  { name = "numerals, only the start",               set = "digits", stage = "start", road_mm = 8, watch = false },
  { name = "capitals of lines copied from a model",  set = "lines", stage = "copy", watch = false, say_strokes = false },
  { name = "capitals copied from a model",           set = "mixed", stage = "copy", watch = false, say_strokes = false },
  { name = "capitals of lines from memory",          set = "lines", stage = "memory", watch = false, say_strokes = false },
  { name = "small letters from memory",              set = "small_round", stage = "memory", watch = false, say_strokes = false },
}
