-- Easiest first. Each row says only what differs from the defaults in game.lua.
return {
  { name = "two pictures", choices = 2 },
  { name = "three pictures", choices = 3 },
  { name = "five pictures", choices = 5 },
}
