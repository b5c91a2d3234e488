-- Easiest first: more bins, then groups that are alike, then colour and shape, then changing the rule.
return {
  { name = "2 bins, 4 things",                       bins = 2, items = 4 },
  { name = "2 bins, 6 things",                       bins = 2, items = 6 },
  { name = "2 bins, things that are alike",          bins = 2, items = 6, near = true },
  { name = "3 bins",                                 bins = 3, items = 6 },
  { name = "3 bins, things that are alike",          bins = 3, items = 6, near = true },
  { name = "3 bins, 8 things that are alike",        bins = 3, items = 8, near = true },
  { name = "4 bins, things that are alike",          bins = 4, items = 6, near = true },
  { name = "by colour",                              rule = "colour", bins = 2, items = 8 },
  { name = "by shape",                               rule = "shape", bins = 2, items = 8 },
  { name = "colour, then shape, always told",        rule = "switch", bins = 2, items = 8 },
  { name = "colour, then shape, told once",          rule = "switch", bins = 2, items = 8, reminder = "at_change" },
  { name = "the rule changes, always told",          rule = "mixed", bins = 2, items = 8, preview = false },
  { name = "the rule changes, each change is told",  rule = "mixed", bins = 2, items = 8, reminder = "at_change", preview = false },
  { name = "10 things, each change is told",         rule = "mixed", bins = 2, items = 10, reminder = "at_change", preview = false },
  { name = "10 things, the frame tells",             rule = "mixed", bins = 2, items = 10, reminder = "none", preview = false },
}
