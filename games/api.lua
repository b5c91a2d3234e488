---@meta
-- What a game may use: for editors that know LuaCATS, and for reading. No game loads this file; a test
-- compares it with the engine.
--
-- All lengths are millimetres of the play area, from its top left corner; y grows downwards. x and y are
-- always the middle of a thing. Times are seconds since the trial was shown. Angles are radians, clockwise.
-- Colours and pictures are named, words are text keys: see games/template/text.
--
-- Of Lua there is: assert error ipairs pairs pcall require setmetatable tonumber tostring type
-- math: abs acos asin atan ceil cos deg exp floor fmod huge log max maxinteger min mininteger modf pi rad sin sqrt tan tointeger type ult
-- string: byte char find format gmatch gsub len lower match rep reverse sub upper
-- table: concat insert remove sort unpack
-- utf8: char codepoint len offset
--
-- pairs visits numbers first, then texts, each in order. There are no coroutines, no functions of variable
-- arguments (...) and no text over 2048 bytes. Chance comes from trial:random.

---@alias Word string a text key such as "template.find"
---@alias Token "none"|"canvas"|"surface"|"sunk"|"lip"|"ink"|"ink2"|"edge"|"primary"|"primaryDeep"|"primarySoft"|"onPrimary"|"leaf"|"leafSoft"|"honey"|"honeySoft"|"coral"|"coralSoft"|"plum"|"plumSoft"|"sky"|"skySoft"|"corridor"|"corridorEdge"|"corridorMid"|"inkLine"|"inkOut"|"star"|"hill1"|"hill2"|"focusIn"|"focusMid"|"focusOut"|"railBg"|"railKey"|"railText"|"railOn"|"onCat"|"plate"

---What game.lua returns.
---@class Manifest
---@field id string the folder's name: lower-case letters, digits and _
---@field version string raise it whenever you change what a trial is
---@field api integer 1
---@field title Word
---@field word Word one verb, for the child's plan
---@field picture string
---@field domain "fine_motor"|"gross_motor"|"sensory"|"self_care"|"play"|"cognitive"
---@field aim string one sentence for the adult
---@field skills string[]
---@field trial string what one trial is, for the report
---@field twin? string what to do at home without a screen
---@field hidden? boolean not offered to children
---@field two_players? boolean
---@field keeps_sides? boolean left and right are the thing itself: not mirrored
---@field no_score? boolean cannot be done badly
---@field trials integer usual number of trials in a run
---@field minutes number
---@field parameters Parameter[] at least five in a game for children
---@field measures string[] names of engine/measure/MEASURES.md, the main one first
---@field voice Word[] every key that is said or written

---@class Parameter
---@field name string with its unit: road_mm
---@field type "bool"|"integer"|"number"|"choice"|"text"
---@field label string what a therapist reads
---@field default any
---@field min? number numbers need both
---@field max? number
---@field choices? string[] only with the type choice

---The handlers that play.lua may return; all may be left out.
---@class Game
---@field prepare? fun(trial: Trial) nothing is on screen yet, so it may be slow
---@field shown? fun(trial: Trial) the child sees it: time 0
---@field touch? fun(trial: Trial, touch: Touch) every finger reading, oldest first
---@field tick? fun(trial: Trial) every 10 ms; a game without it costs nothing while nothing happens
---@field choose? fun(trial: Trial, target: Target) a choice, source or key was chosen
---@field drop? fun(trial: Trial, source: Target, zone: Target) a source was put into a zone or slot
---@field adult? fun(trial: Trial, mark: integer) the adult's mark
---@field help? fun(trial: Trial, rung: integer) show this rung of help: 1 prompt, 2 hint, 3 model, 4 together
---@field draw? fun(trial: Trial, pen: Pen) may run any number of times, and must change nothing
---@field simulate? fun(trial: Trial, child: Child) what a child would try next; must change nothing

---One table is used for all readings: copy what you keep.
---@class Touch
---@field x number
---@field y number
---@field finger integer 0 for the first finger
---@field phase "down"|"move"|"up"
---@field time_s number
---@field player integer 0 or 1

---@class Target
---@field id string
---@field x number
---@field y number
---@field w number
---@field h number
---@field role? "none"|"choice"|"source"|"zone"|"slot"|"key" "choice" unless said
---@field picture? string
---@field voice? Word its spoken name, and its label
---@field player? integer 0 or 1; -1, for both, unless said
---@field label? boolean false: the voice is not written
---@field plain? boolean the game draws it; the engine adds only its marks
---@field adult? boolean for the adult: a finger must stay on it, and switches go by it
---@field tint? Token panel under the picture
---@field hidden? boolean keeps its place, is neither drawn nor touched
---@field done? boolean
---@field disabled? boolean
---@field hint? boolean

---@class Answer
---@field item? string what was asked
---@field right boolean
---@field choice? string
---@field player? integer 0 unless said

---The open trial.
---@class Trial
---@field area { width: number, height: number } the play area
---@field hand "right"|"left"
---@field help_rung integer help in force now, 0 to 4
---@field level integer
---@field mirrored boolean the screen reads from right to left
---@field number integer 1 for the first trial of the run
---@field params table<string, any> every parameter of game.lua, as this level has it
---@field probe boolean no help and no feedback: does the skill show with new pictures?
---@field reduced_motion boolean
---@field state table what the game keeps; may not change in draw and simulate
---@field time_s number
local trial = {}

---Names what is shown, for the record.
---@param item string
function trial:item(item) end

---The engine measures the finger against this path.
---@param path Path
---@param width number of the road
function trial:expect_path(path, width) end

---The expected path winds round this point: its tremor is measured too.
---@param x number
---@param y number
function trial:expect_spiral(x, y) end

---Copying: a model where it should be written; say it again for each other way to draw the shape.
---A copy is a success only when its score is 50 or more, whatever finish says.
---@param path Path
---@param shape? integer 0 (default): the model; 1 and more: other shapes that a copy may be taken for
function trial:expect_form(path, shape) end

---Which family of measures scores the answers.
---@param family "tracing"|"form"|"pointing"|"drag"|"bimanual"|"sorting"|"sequencing"|"span"|"inhibition"|"search"|"rhythm"|"turns"|"rated"
---@param count integer how many answers are expected
---@param choices integer how many there are to choose from, for chance; 0: does not apply
function trial:expect_answers(family, count, choices) end

---After this the trial ends as timed out; 0: never.
---@param seconds number
function trial:limit_time(seconds) end

---Waiting is what is asked now: until it is over, stillness brings no help.
---@param on? boolean true unless said
function trial:waiting(on) end

---Two children play, one on each side.
function trial:two_players() end

---Kept and shown, but not counted.
function trial:practice() end

---Adds a target, or replaces the one of that id.
---@param target Target
function trial:target(target) end

---@param id string
---@return boolean removed
function trial:remove_target(id) end

---@param id string
---@param state "done"|"disabled"|"hint"
---@param on? boolean true unless said
function trial:target_state(id, state, on) end

---@return Target[]
function trial:targets() end

---Records one scored response; several per trial are welcome.
---@param answer Answer
function trial:answer(answer) end

---Speaks and captions a text key.
---@param key Word
function trial:say(key) end

---@param id string one of the sounds of assets, such as "ok"
function trial:sound(id) end

---Calls call(trial) once, so many seconds from now.
---@param seconds number
---@param call fun(trial: Trial)
---@return integer timer
function trial:after(seconds, call) end

---@param timer integer
function trial:cancel(timer) end

---A value that only the game knows; its name must be among the measures of game.lua.
---@param name string
---@param value number
function trial:measure(name, value) end

---The trial is over; whatever is said after it is passed over.
---@param reason? "completed"|"gave_up" "completed" unless said
---@param success? boolean true unless said
function trial:finish(reason, success) end

---Without least and most: from 0 up to 1. The same stream gives the same numbers in every replay.
---@param stream string a name of your own
---@param least? integer
---@param most? integer
---@return number
function trial:random(stream, least, most) end

---Mixes a list in place, and returns it.
---@param list any[]
---@param stream? string
---@return any[]
function trial:shuffle(list, stream) end

---The playing fingers now down.
---@return { x: number, y: number }[]
function trial:fingers() end

---A line or shape; it never changes: each method that changes it gives a new one.
---@class Path
local a_path = {}

---@return number
function a_path:length() end

---@param along number from the start
---@return number x
---@return number y
function a_path:at(along) end

---The direction of travel, of length 1.
---@param along number
---@return number dx
---@return number dy
function a_path:tangent(along) end

---The nearest place of the path.
---@param x number
---@param y number
---@return number along
---@return number off distance from the path
---@return number side the same, plus on the right of travel, minus on the left
function a_path:locate(x, y) end

---The same between two places: for a path that crosses itself.
---@param x number
---@param y number
---@param from number
---@param to number
---@return number along
---@return number off
---@return number side
function a_path:locate_between(x, y, from, to) end

---@param along number
---@return Path
function a_path:upto(along) end

---@param from number
---@param to number
---@return Path
function a_path:part(from, to) end

---@return Path
function a_path:reversed() end

---@param x number
---@param y number
---@param scale? number
---@param angle? number
---@return Path
function a_path:moved(x, y, scale, angle) end

---@param area { width: number, height: number }
---@return Path
function a_path:centred_in(area) end

---Left and right change places.
---@return Path
function a_path:mirrored() end

---@return number[][]
function a_path:points() end

---@return number left
---@return number top
---@return number right
---@return number bottom
function a_path:box() end

---Shapes, with their middle at 0, 0.
path = {}

---@param length number
---@param angle? number
---@return Path
function path.line(length, angle) end

---@param radius number
---@param sweep number
---@return Path
function path.arc(radius, sweep) end

---@param width number
---@param height number
---@param periods number 1 is an S lying down
---@return Path
function path.wave(width, height, periods) end

---@param width number
---@param height number
---@param teeth integer
---@return Path
function path.zigzag(width, height, teeth) end

---@param side number
---@return Path
function path.square(side) end

---@param width number
---@param height number
---@return Path
function path.rectangle(width, height) end

---@param side number
---@return Path
function path.triangle(side) end

---@param radius number
---@return Path
function path.circle(radius) end

---@param radius number
---@param turns number
---@return Path
function path.spiral(radius, turns) end

---@param points number[][] such as { { 0, 0 }, { 30, 10 } }
---@param closed? boolean
---@return Path
function path.polyline(points, closed) end

---One path of several strokes.
---@param paths Path[]
---@return Path
function path.strokes(paths) end

---@class Pen
local pen = {}

---@param path Path
---@param width number
---@param color Token
---@param dash? number[] { on, off }
function pen:stroke(path, width, color, dash) end

---The child's own line.
---@param width number
---@param color Token
function pen:ink(width, color) end

---@param x number
---@param y number
---@param radius number
---@param fill? Token
---@param line? Token
---@param width? number of the line
function pen:circle(x, y, radius, fill, line, width) end

---@param x number
---@param y number
---@param w number
---@param h number
---@param fill? Token
---@param line? Token
---@param width? number of the line
---@param radius? number of the corners
function pen:rect(x, y, w, h, fill, line, width, radius) end

---@param x number
---@param y number
---@param radius number
---@param share number 0 to 1, clockwise from the top
---@param color Token
function pen:pie(x, y, radius, share, color) end

---@param x1 number
---@param y1 number
---@param x2 number
---@param y2 number
---@param width number
---@param color Token
---@param dash? number[] { on, off }
function pen:line(x1, y1, x2, y2, width, color, dash) end

---@param picture string
---@param x number
---@param y number
---@param size number
---@param opacity? number 0 to 1
function pen:image(picture, x, y, size, opacity) end

---@param key Word
---@param x number
---@param y number
---@param em number height of the letters
---@param color? Token
---@param align? "start"|"middle"|"end"
---@param bold? boolean
function pen:text(key, x, y, em, color, align, bold) end

---@param number number
---@param x number
---@param y number
---@param em number
---@param color? Token
---@param align? "start"|"middle"|"end"
---@param bold? boolean
function pen:number(number, x, y, em, color, align, bold) end

---Words in several lines.
---@param key Word
---@param x number
---@param y number
---@param w number
---@param h number
---@param em number
---@param color? Token
---@param align? "start"|"middle"|"end"
function pen:words(key, x, y, w, h, em, color, align) end

---A pretend child; its traits decide how well it does what is asked.
---@class Child
---@field will_succeed boolean what was decided for this trial
local child = {}

---@param path Path
---@param width? number of the road
function child:follow(path, width) end

---@param left Path
---@param right Path
---@param width? number
function child:follow_both(left, right, width) end

---@param x number
---@param y number
---@param size? number of what is tapped
function child:tap(x, y, size) end

---@param from_x number
---@param from_y number
---@param to_x number
---@param to_y number
function child:drag(from_x, from_y, to_x, to_y) end

---@param x number
---@param y number
---@param seconds number
function child:hold(x, y, seconds) end

---@param seconds number
function child:wait(seconds) end

---@param right string id of the right target
function child:choose(right) end

---@param source string
---@param zone string id of the right zone
function child:drop(source, zone) end

---An adult's mark.
---@param mark integer
function child:adult(mark) end

---@param least integer
---@param most integer
---@return integer
function child:random(least, most) end

---Whether a list of so many items is remembered.
---@param items integer
---@return boolean
function child:remembers(items) end
