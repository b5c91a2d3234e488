-- Letters and numerals as a child forms them: strokes in order, each drawn in its direction. Our own model, in
-- the spirit of plain school print: start at the top, big line first, round letters against the clock.
--
-- A stroke is a list of marks in a box where x runs 0..1 and y runs 0 (top of capitals) .. 1 (the writing line);
-- small letters have their middle line at 0.45 and may go down to 1.4. A mark is a point {x, y} or an arc
-- {"arc", middle x, middle y, radius x, radius y, from degrees, to degrees} with 0 to the right and 90 down.
-- Each stroke says its cue (a text key). Never derived from a font.
local letters = {}

local D, S, C, R = "stroke.down", "stroke.slide_down", "stroke.across", "stroke.round"
local BACK, ON, HUMP, CUP, HOOK, DOT = "stroke.curve_back", "stroke.curve_on", "stroke.hump", "stroke.cup", "stroke.hook", "stroke.dot"

local function arc(x, y, rx, ry, from, to) return { "arc", x, y, rx, ry, from, to } end

local glyphs = {
  -- capitals: width, strokes
  A = { 0.9, { cue = S, { 0.5, 0 }, { 0, 1 } }, { cue = S, { 0.5, 0 }, { 1, 1 } }, { cue = C, { 0.2, 0.62 }, { 0.8, 0.62 } } },
  B = { 0.75, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = ON, { 0, 0 }, { 0.45, 0 }, arc(0.45, 0.24, 0.4, 0.24, -90, 90), { 0, 0.48 }, { 0.5, 0.48 }, arc(0.5, 0.74, 0.5, 0.26, -90, 90), { 0, 1 } } },
  C = { 0.85, { cue = BACK, arc(0.55, 0.5, 0.55, 0.5, -50, -310) } },
  D = { 0.85, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = ON, { 0, 0 }, { 0.4, 0 }, arc(0.4, 0.5, 0.6, 0.5, -90, 90), { 0, 1 } } },
  E = { 0.7, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = C, { 0, 0 }, { 1, 0 } }, { cue = C, { 0, 0.48 }, { 0.8, 0.48 } }, { cue = C, { 0, 1 }, { 1, 1 } } },
  F = { 0.7, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = C, { 0, 0 }, { 1, 0 } }, { cue = C, { 0, 0.48 }, { 0.8, 0.48 } } },
  G = { 0.9, { cue = BACK, arc(0.55, 0.5, 0.55, 0.5, -50, -360), { 0.6, 0.5 } } },
  H = { 0.8, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = D, { 1, 0 }, { 1, 1 } }, { cue = C, { 0, 0.48 }, { 1, 0.48 } } },
  I = { 0.5, { cue = D, { 0.5, 0 }, { 0.5, 1 } }, { cue = C, { 0, 0 }, { 1, 0 } }, { cue = C, { 0, 1 }, { 1, 1 } } },
  J = { 0.6, { cue = HOOK, { 0.8, 0 }, { 0.8, 0.7 }, arc(0.4, 0.7, 0.4, 0.3, 0, 150) } },
  K = { 0.8, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = S, { 0.95, 0 }, { 0.05, 0.55 }, { 1, 1 } } },
  L = { 0.65, { cue = D, { 0, 0 }, { 0, 1 }, { 1, 1 } } },
  M = { 1.0, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = "stroke.zigzag", { 0, 0 }, { 0.5, 0.75 }, { 1, 0 }, { 1, 1 } } },
  N = { 0.85, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = S, { 0, 0 }, { 1, 1 } }, { cue = D, { 1, 0 }, { 1, 1 } } },
  O = { 1.0, { cue = R, arc(0.5, 0.5, 0.5, 0.5, -90, -450) } },
  P = { 0.7, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = ON, { 0, 0 }, { 0.5, 0 }, arc(0.5, 0.27, 0.5, 0.27, -90, 90), { 0, 0.54 } } },
  Q = { 1.0, { cue = R, arc(0.5, 0.5, 0.5, 0.5, -90, -450) }, { cue = S, { 0.6, 0.7 }, { 1, 1.05 } } },
  R = { 0.75, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = ON, { 0, 0 }, { 0.5, 0 }, arc(0.5, 0.26, 0.5, 0.26, -90, 90), { 0.1, 0.52 }, { 1, 1 } } },
  S = { 0.75, { cue = "stroke.snake", arc(0.5, 0.25, 0.45, 0.25, -35, -270), arc(0.5, 0.75, 0.5, 0.25, -90, 145) } },
  T = { 0.8, { cue = D, { 0.5, 0 }, { 0.5, 1 } }, { cue = C, { 0, 0 }, { 1, 0 } } },
  U = { 0.8, { cue = CUP, { 0, 0 }, { 0, 0.6 }, arc(0.5, 0.6, 0.5, 0.4, 180, 0), { 1, 0 } } },
  V = { 0.85, { cue = "stroke.zigzag", { 0, 0 }, { 0.5, 1 }, { 1, 0 } } },
  W = { 1.2, { cue = "stroke.zigzag", { 0, 0 }, { 0.25, 1 }, { 0.5, 0.3 }, { 0.75, 1 }, { 1, 0 } } },
  X = { 0.85, { cue = S, { 0, 0 }, { 1, 1 } }, { cue = S, { 1, 0 }, { 0, 1 } } },
  Y = { 0.85, { cue = S, { 0, 0 }, { 0.5, 0.5 } }, { cue = S, { 1, 0 }, { 0.5, 0.5 }, { 0.5, 1 } } },
  Z = { 0.8, { cue = "stroke.zigzag", { 0, 0 }, { 1, 0 }, { 0, 1 }, { 1, 1 } } },
  -- small letters
  a = { 0.62, { cue = BACK, arc(0.5, 0.725, 0.5, 0.275, -40, -360), { 1, 0.45 }, { 1, 1 } } },
  b = { 0.62, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = ON, { 0, 0.7 }, arc(0.5, 0.725, 0.5, 0.275, 180, 540) } },
  c = { 0.6, { cue = BACK, arc(0.55, 0.725, 0.55, 0.275, -45, -315) } },
  d = { 0.62, { cue = BACK, arc(0.5, 0.725, 0.5, 0.275, -40, -360), { 1, 0 }, { 1, 1 } } },
  e = { 0.62, { cue = ON, { 0, 0.72 }, { 1, 0.72 }, arc(0.5, 0.725, 0.5, 0.275, 0, -310) } },
  f = { 0.5, { cue = HOOK, arc(0.65, 0.2, 0.35, 0.2, -20, -180), { 0.3, 1 } }, { cue = C, { 0, 0.45 }, { 0.75, 0.45 } } },
  g = { 0.62, { cue = BACK, arc(0.5, 0.725, 0.5, 0.275, -40, -360), { 1, 0.45 }, { 1, 1.15 }, arc(0.5, 1.15, 0.5, 0.25, 0, 150) } },
  h = { 0.6, { cue = HUMP, { 0, 0 }, { 0, 1 }, { 0, 0.7 }, arc(0.5, 0.7, 0.5, 0.25, 180, 360), { 1, 1 } } },
  i = { 0.2, { cue = "stroke.short_down", { 0.5, 0.45 }, { 0.5, 1 } }, { cue = DOT, { 0.5, 0.2 }, { 0.5, 0.25 } } },
  j = { 0.35, { cue = HOOK, { 0.8, 0.45 }, { 0.8, 1.15 }, arc(0.35, 1.15, 0.45, 0.25, 0, 150) }, { cue = DOT, { 0.8, 0.2 }, { 0.8, 0.25 } } },
  k = { 0.6, { cue = D, { 0, 0 }, { 0, 1 } }, { cue = S, { 0.9, 0.45 }, { 0.05, 0.75 }, { 1, 1 } } },
  l = { 0.2, { cue = D, { 0.5, 0 }, { 0.5, 1 } } },
  m = { 0.95, { cue = HUMP, { 0, 0.45 }, { 0, 1 }, { 0, 0.7 }, arc(0.25, 0.7, 0.25, 0.25, 180, 360), { 0.5, 1 }, { 0.5, 0.7 }, arc(0.75, 0.7, 0.25, 0.25, 180, 360), { 1, 1 } } },
  n = { 0.6, { cue = HUMP, { 0, 0.45 }, { 0, 1 }, { 0, 0.7 }, arc(0.5, 0.7, 0.5, 0.25, 180, 360), { 1, 1 } } },
  o = { 0.62, { cue = R, arc(0.5, 0.725, 0.5, 0.275, -90, -450) } },
  p = { 0.62, { cue = D, { 0, 0.45 }, { 0, 1.4 } }, { cue = ON, { 0, 0.7 }, arc(0.5, 0.725, 0.5, 0.275, 180, 540) } },
  q = { 0.62, { cue = BACK, arc(0.5, 0.725, 0.5, 0.275, -40, -360), { 1, 0.45 }, { 1, 1.4 } } },
  r = { 0.45, { cue = HUMP, { 0, 0.45 }, { 0, 1 }, { 0, 0.72 }, arc(0.6, 0.72, 0.6, 0.27, 180, 320) } },
  s = { 0.52, { cue = "stroke.snake", arc(0.5, 0.59, 0.45, 0.14, -35, -270), arc(0.5, 0.865, 0.5, 0.135, -90, 145) } },
  t = { 0.5, { cue = D, { 0.45, 0.1 }, { 0.45, 1 } }, { cue = C, { 0, 0.45 }, { 0.9, 0.45 } } },
  u = { 0.6, { cue = CUP, { 0, 0.45 }, { 0, 0.78 }, arc(0.5, 0.78, 0.5, 0.22, 180, 0), { 1, 0.45 }, { 1, 1 } } },
  v = { 0.6, { cue = "stroke.zigzag", { 0, 0.45 }, { 0.5, 1 }, { 1, 0.45 } } },
  w = { 0.9, { cue = "stroke.zigzag", { 0, 0.45 }, { 0.25, 1 }, { 0.5, 0.55 }, { 0.75, 1 }, { 1, 0.45 } } },
  x = { 0.6, { cue = S, { 0, 0.45 }, { 1, 1 } }, { cue = S, { 1, 0.45 }, { 0, 1 } } },
  y = { 0.62, { cue = S, { 0, 0.45 }, { 0.5, 1 } }, { cue = S, { 1, 0.45 }, { 0.2, 1.4 } } },
  z = { 0.58, { cue = "stroke.zigzag", { 0, 0.45 }, { 1, 0.45 }, { 0, 1 }, { 1, 1 } } },
  -- numerals
  ["0"] = { 0.7, { cue = R, arc(0.5, 0.5, 0.5, 0.5, -90, -450) } },
  ["1"] = { 0.25, { cue = D, { 0.5, 0 }, { 0.5, 1 } } },
  ["2"] = { 0.7, { cue = ON, arc(0.5, 0.28, 0.5, 0.28, -160, 35), { 0, 1 }, { 1, 1 } } },
  ["3"] = { 0.7, { cue = ON, arc(0.45, 0.25, 0.45, 0.25, -150, 90), arc(0.45, 0.74, 0.5, 0.26, -90, 150) } },
  ["4"] = { 0.75, { cue = S, { 0.6, 0 }, { 0, 0.65 }, { 1, 0.65 } }, { cue = D, { 0.75, 0.35 }, { 0.75, 1 } } },
  ["5"] = { 0.7, { cue = ON, { 0.15, 0 }, { 0.1, 0.42 }, arc(0.45, 0.7, 0.5, 0.3, -120, 140) }, { cue = C, { 0.15, 0 }, { 0.9, 0 } } },
  ["6"] = { 0.7, { cue = BACK, { 0.8, 0 }, arc(0.5, 0.7, 0.5, 0.3, -150, -510) } },
  ["7"] = { 0.7, { cue = "stroke.zigzag", { 0, 0 }, { 1, 0 }, { 0.35, 1 } } },
  ["8"] = { 0.7, { cue = "stroke.snake", arc(0.5, 0.25, 0.42, 0.25, -45, -270), arc(0.5, 0.75, 0.5, 0.25, -90, 270), arc(0.5, 0.25, 0.42, 0.25, 90, -45) } },
  ["9"] = { 0.7, { cue = BACK, arc(0.5, 0.3, 0.45, 0.3, 0, -360), { 0.95, 0.3 }, { 0.85, 1 } } },
}

-- Sets by how they begin, easiest first: lines, then big curves, then slides; small letters by the hand's first move.
letters.sets = {
  lines = { "L", "T", "I", "H", "F", "E" },
  curves = { "C", "O", "U", "J", "D", "P" },
  slides = { "V", "X", "N", "M", "A", "K" },
  mixed = { "B", "R", "G", "Q", "S", "W", "Y", "Z" },
  small_round = { "c", "o", "a", "d", "g", "q" },
  small_down = { "l", "i", "t", "u", "j" },
  small_hump = { "r", "n", "m", "h", "b", "p" },
  small_slide = { "v", "w", "x", "z", "y", "k", "e", "f", "s" },
  digits = { "1", "0", "7", "4", "3", "2", "5", "6", "9", "8" },
}

local STEP_DEG = 12

local function add_arc(points, mark)
  local cx, cy, rx, ry, from, to = mark[2], mark[3], mark[4], mark[5], mark[6], mark[7]
  local count = math.max(2, math.ceil(math.abs(to - from) / STEP_DEG))
  for i = 0, count do
    local angle = math.rad(from + (to - from) * i / count)
    points[#points + 1] = { cx + rx * math.cos(angle), cy + ry * math.sin(angle) }
  end
end

-- The glyph's strokes as lists of points in millimetres: height_mm from the top of capitals to the writing line,
-- the middle of its width at x 0 and the writing line at y 0. Each stroke has `cue`.
function letters.strokes(name, height_mm)
  local glyph = glyphs[name]
  if not glyph then error("there is no letter " .. tostring(name), 2) end
  local width_mm, strokes = glyph[1] * height_mm, {}
  for i = 2, #glyph do
    local points = {}
    for _, mark in ipairs(glyph[i]) do
      if mark[1] == "arc" then add_arc(points, mark) else points[#points + 1] = mark end
    end
    local placed = { cue = glyph[i].cue }
    for k, point in ipairs(points) do
      placed[k] = { (point[1] - 0.5) * width_mm, (point[2] - 1) * height_mm }
    end
    strokes[#strokes + 1] = placed
  end
  return strokes
end

function letters.has(name) return glyphs[name] ~= nil end

-- The text key that names it.
function letters.voice(name)
  if name:match("^%d$") then return "number." .. name end
  return "letter." .. name:lower()
end

return letters
