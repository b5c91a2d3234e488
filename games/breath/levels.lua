-- From short breaths with much guidance to long ones with little. A rung, not a score.
return {
  { name = "3 in, 3 out, 2 breaths",                  in_s = 3, out_s = 3, breaths = 2 },
  { name = "3 in, 4 out, 3 breaths",                  in_s = 3, out_s = 4, breaths = 3 },
  { name = "3 in, 4 out, 4 breaths",                  in_s = 3, out_s = 4, breaths = 4 },
  { name = "3 in, 5 out, 4 weathers",                 in_s = 3, out_s = 5, breaths = 4, weathers = 4 },
  { name = "4 in, 5 out",                             in_s = 4, out_s = 5, breaths = 4, weathers = 4 },
  { name = "4 in, 6 out",                             in_s = 4, out_s = 6, breaths = 4, weathers = 4 },
  { name = "4 in, 6 out, hold while breathing in",    in_s = 4, out_s = 6, breaths = 4, weathers = 4, touch = "hold_in" },
  { name = "4 in, 6 out, the whale alone",            in_s = 4, out_s = 6, breaths = 5, weathers = 6, touch = "hold_in", guide = "whale" },
  { name = "4 in, 7 out, the whale alone",            in_s = 4, out_s = 7, breaths = 5, weathers = 6, touch = "hold_in", guide = "whale" },
  { name = "4 in, 8 out, a ring only",                in_s = 4, out_s = 8, breaths = 6, weathers = 6, touch = "hold_in", guide = "ring" },
}
