-- Longer waits and more parts, then a partner, then fewer cues, then turns that both take at once.
return {
  { name = "the otter paints for 3 seconds",            wait_s = 3 },
  { name = "the otter paints longer",                   wait_s = 5 },
  { name = "5 parts",                                   wait_s = 5, parts = 5 },
  { name = "with a partner",                            wait_s = 6, parts = 5, partner = "person" },
  { name = "with a partner, waiting longer",            wait_s = 8, parts = 5, partner = "person" },
  { name = "5 turns, the part is outlined only",        wait_s = 8, parts = 5, partner = "person", turns = 5,
    cue = "outline" },
  { name = "6 parts, no clock, a small sign",           wait_s = 8, parts = 6, partner = "person", turns = 5,
    cue = "outline", clock = false, sign = "badge" },
  { name = "6 turns, watch what was painted",           wait_s = 10, parts = 6, partner = "person", turns = 6,
    cue = "watch", clock = false, sign = "badge" },
  { name = "one turn both at once",                     wait_s = 10, parts = 6, partner = "person", turns = 6,
    cue = "watch", clock = false, sign = "badge", together = 1 },
  { name = "no pictures to go by, two at once",         wait_s = 12, parts = 6, partner = "person", turns = 6,
    cue = "watch", clock = false, sign = "badge", together = 2, together_s = 1.5, symbols = false },
}
