-- Easiest first. One thing changes from a row to the next: the width, or the shape.
return {
  { name = "25 mm road, straight down",          shape = "line_down",   road_mm = 25, size_mm = 60 },
  { name = "20 mm road, straight across",        shape = "line_across", road_mm = 20, size_mm = 110, gates = 8 },
  { name = "16 mm road, straight across",        shape = "line_across", road_mm = 16, size_mm = 110 },
  { name = "19 mm road, one gentle curve",       shape = "arc",         road_mm = 19, size_mm = 130 },
  { name = "19 mm road, a wave",                 shape = "wave",        road_mm = 19, size_mm = 140, bends = 1 },
  { name = "13 mm road, a wave",                 shape = "wave",        road_mm = 13, size_mm = 150, bends = 2 },
  { name = "13 mm road, a corner",               shape = "corner",      road_mm = 13, size_mm = 110 },
  { name = "10 mm road, a circle",               shape = "circle",      road_mm = 10, size_mm = 66 },
  { name = "10 mm road, a square",               shape = "square",      road_mm = 10, size_mm = 60 },
  { name = "10 mm road, an S",                   shape = "s_bend",      road_mm = 10, size_mm = 120 },
  { name = "6.5 mm road, a zigzag",              shape = "zigzag",      road_mm = 6.5, size_mm = 150, bends = 3, lead_dots = false },
  { name = "6.5 mm road, a triangle",            shape = "triangle",    road_mm = 6.5, size_mm = 70, lead_dots = false },
  { name = "5 mm road, many waves",              shape = "wave",        road_mm = 5, size_mm = 160, bends = 4, lead_dots = false },
  { name = "5 mm road, a spiral",                shape = "spiral",      road_mm = 5, size_mm = 76, bends = 2, lead_dots = false, middle_line = false },
  { name = "4 mm road, a tight spiral (stylus)", shape = "spiral",      road_mm = 4, size_mm = 76, bends = 3, lead_dots = false, middle_line = false },
}
