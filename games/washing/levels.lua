-- Easiest first: the last step among two pictures, then more steps, then all; then more that does not belong.
-- With one picture there would be nothing to decide, and any touch would be right: see the least of choices.
return {
  { name = "3 steps, the last, one does not belong", steps = 3, own_steps = 1, choices = 2, distractors = 1 },
  { name = "3 steps, the last, 2 pictures",        steps = 3, own_steps = 1, choices = 2 },
  { name = "4 steps, the last 2",                  steps = 4, own_steps = 2, choices = 2 },
  { name = "4 steps, the last 2, 3 pictures",      steps = 4, own_steps = 2, choices = 3 },
  { name = "4 steps, the first 3",                 steps = 4, own_steps = 3, choices = 3, chain = "forward" },
  { name = "4 steps, all yours",                   steps = 4, own_steps = 4, choices = 3, chain = "total" },
  { name = "4 steps, one does not belong",         steps = 4, own_steps = 4, choices = 3, chain = "total", distractors = 1 },
  { name = "5 steps, the last 3",                  steps = 5, own_steps = 3, choices = 3, distractors = 1 },
  { name = "5 steps, all yours",                   steps = 5, own_steps = 5, choices = 4, chain = "total", distractors = 1, step_voice = false },
  { name = "5 steps, two do not belong",           steps = 5, own_steps = 5, choices = 4, chain = "total", distractors = 2, step_voice = false },
  { name = "6 steps, two do not belong",           steps = 6, own_steps = 6, choices = 4, chain = "total", distractors = 2, step_voice = false },
}
