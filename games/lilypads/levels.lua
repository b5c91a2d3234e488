-- Easiest first: one thing changes from row to row, more hops before backwards, and backwards starts short again.
return {
  { name = "two hops, ripples stay", hops = 2, ripples = true, pace_s = 1.4 },
  { name = "two hops", hops = 2 },
  { name = "two hops, six pads", hops = 2, pads = 6 },
  { name = "three hops, ripples stay", hops = 3, pads = 6, ripples = true },
  { name = "three hops", hops = 3, pads = 6 },
  { name = "three hops, then wait", hops = 3, pads = 6, delay_s = 2 },
  { name = "four hops", hops = 4, pads = 7 },
  { name = "four hops backwards", hops = 4, pads = 7, backward = true },
  { name = "five hops", hops = 5, pads = 8 },
  { name = "five hops backwards", hops = 5, pads = 8, backward = true },
  { name = "six hops", hops = 6, pads = 9 },
  { name = "six hops backwards", hops = 6, pads = 9, backward = true },
}
