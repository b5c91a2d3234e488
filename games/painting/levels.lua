-- Longer waits, weaker cues, then turns that need both.
return {
  { name = "2 turns, the otter answers at once",   turns = 2, wait_s = 2, partner = "otter" },
  { name = "3 turns, the otter takes its time",    turns = 3, wait_s = 4, partner = "otter" },
  { name = "2 turns with a partner",               turns = 2, wait_s = 6 },
  { name = "3 turns with a partner",               turns = 3, wait_s = 8 },
  { name = "4 turns, waiting longer",              turns = 4, wait_s = 12 },
  { name = "4 turns, a soft cue",                  turns = 4, wait_s = 12, cue = "soft" },
  { name = "4 turns and one together",             turns = 4, wait_s = 12, cue = "soft", together = 1 },
  { name = "5 turns and two together",             turns = 5, wait_s = 12, cue = "soft", together = 2 },
  { name = "5 turns, only the name tells",         turns = 5, wait_s = 16, cue = "name", together = 2 },
  { name = "6 turns, both within one second",      turns = 6, wait_s = 20, cue = "name", together = 3, together_s = 1 },
}
