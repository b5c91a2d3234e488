-- More moves, then moves that need both sides, then from memory.
return {
  { name = "1 easy move",                      moves = 1, times = 2 },
  { name = "2 easy moves",                     moves = 2, times = 2 },
  { name = "2 easy moves, 4 times each",       moves = 2, times = 4 },
  { name = "3 easy moves",                     moves = 3 },
  { name = "2 moves for both sides",           moves = 2, set = "bilateral" },
  { name = "3 moves for both sides",           moves = 3, set = "bilateral" },
  { name = "3 moves of all kinds",             moves = 3, set = "all" },
  { name = "4 moves of all kinds",             moves = 4, set = "all" },
  { name = "2 moves from memory",              moves = 2, set = "all", memory = true },
  { name = "3 moves from memory",              moves = 3, set = "all", memory = true },
  { name = "4 moves from memory",              moves = 4, set = "all", memory = true },
  { name = "5 moves from memory",              moves = 5, set = "all", memory = true },
  { name = "6 moves from memory, 2 s each",    moves = 6, set = "all", memory = true, show_s = 2 },
  { name = "6 moves from memory, no words",    moves = 6, set = "all", memory = true, show_s = 2, words = false },
}
