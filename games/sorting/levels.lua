-- Easiest first: more bins, then groups that are alike, then colour and shape, then changing the rule.
return {
  { name = "2 bins, 3 things",                       bins = 2, items = 3 },
  { name = "2 bins, 5 things",                       bins = 2, items = 5 },
  { name = "2 bins, things that are alike",          bins = 2, items = 6, near = true },
  { name = "3 bins",                                 bins = 3, items = 6 },
  { name = "3 bins, things that are alike",          bins = 3, items = 8, near = true },
  { name = "4 bins, things that are alike",          bins = 4, items = 8, near = true, item_mm = 34 },
  { name = "by colour",                              rule = "colour", bins = 2, items = 6 },
  { name = "by shape",                               rule = "shape", bins = 2, items = 6 },
  { name = "colour, then shape, always reminded",    rule = "switch", bins = 2, items = 8 },
  { name = "colour, then shape, told once",          rule = "switch", bins = 2, items = 8, reminder = "at_change" },
  { name = "the rule changes, always reminded",      rule = "mixed", bins = 2, items = 8, preview = false },
  { name = "the rule changes, the frame tells",      rule = "mixed", bins = 2, items = 10, reminder = "none", preview = false },
}
