-- Easiest first: what belongs to the routine at all, then what comes next in it; parts of the chain, then all of it;
-- longer routines. With fewer than three steps of one's own, touching anywhere would often be right.
return {
  { name = "3 steps, two pictures do not belong",  steps = 3, chain = "total", choices = 3, distractors = 2 },
  { name = "3 steps, one does not belong",         steps = 3, chain = "total", choices = 3, distractors = 1 },
  { name = "3 steps, all pictures belong",         steps = 3, chain = "total", choices = 3 },
  { name = "4 steps, the last 3",                  steps = 4, own_steps = 3, choices = 3, distractors = 1 },
  { name = "4 steps, the first 3",                 steps = 4, own_steps = 3, choices = 3, distractors = 1, chain = "forward" },
  { name = "4 steps, one does not belong",         steps = 4, chain = "total", choices = 3, distractors = 1 },
  { name = "4 steps, all pictures belong",         steps = 4, chain = "total", choices = 3 },
  { name = "5 steps, two do not belong",           steps = 5, chain = "total", choices = 4, distractors = 2 },
  { name = "5 steps, one does not belong",         steps = 5, chain = "total", choices = 4, distractors = 1 },
  { name = "5 steps, all pictures belong",         steps = 5, chain = "total", choices = 4 },
  { name = "5 steps, not said",                    steps = 5, chain = "total", choices = 4, step_voice = false },
  { name = "6 steps, two do not belong",           steps = 6, chain = "total", choices = 4, distractors = 2 },
  { name = "6 steps, one does not belong",         steps = 6, chain = "total", choices = 4, distractors = 1 },
  { name = "6 steps, all pictures belong",         steps = 6, chain = "total", choices = 4 },
  { name = "6 steps, not said",                    steps = 6, chain = "total", choices = 4, step_voice = false },
}
