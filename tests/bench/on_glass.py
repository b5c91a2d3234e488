"""What scripts/bench measures on a real X server: touch to pixel, start, memory and rest, beside the floor."""
import pathlib, statistics, subprocess, tempfile, time

import glass as g

PLACE = (90, 300, 660, 720)  # beside the road of level 1, in pixels
KEY_N = 57  # the adult's "next trial": a clean road


# ---- a process ----

def cpu_s(pid):
    tasks = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def pss_mb(pid):
    for line in open(f"/proc/{pid}/smaps_rollup"):
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def rest(pid, seconds):
    """Share of one processor in percent, while nothing happens."""
    before, began = cpu_s(pid), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_s(pid) - before) / (time.monotonic() - began)


def end(process):
    process.terminate()
    try:
        process.wait(3)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


class Floor:
    def __init__(self, bench, glass):
        self.path, self.glass, self.process = bench.floor, glass, None

    def renew(self):
        self.close()
        self.process = subprocess.Popen([self.path], env=self.glass.env)
        self.glass.do("settle", 500)

    def close(self):
        if self.process:
            end(self.process)


def play_tracing(bench, glass, silent=True):
    """A new clinic's first session, at the first trial."""
    program = g.Program(glass, bench.otterpaw, tempfile.mkdtemp(dir=bench.folder), "--game", "tracing", "--level", "1",
                        "--trials", "40", silent=silent)
    program.tap("feel.happy")
    program.tap("go")
    program.screen("activity")
    glass.do("settle", 1500)
    return program


# ---- touch ----

def fingers(bench, glass, pid, renew):
    """Downs, steps of a finger that is down, and long drags; of each figure the median of some rounds, for others
    use this machine too. renew() gives clean glass."""
    server, seconds = glass.server_pid(), 4 if bench.quick else 10
    places = 50 if bench.quick else 100  # of the 132 in PLACE
    told = {"down": [], "step": [], "drag": []}
    used, used_x = [], []
    for _ in range(1 if bench.quick else 3):
        renew()
        told["down"].append(glass.do("down_at", places, *PLACE))
        renew()
        told["step"].append(glass.do("step", places, *PLACE))
        renew()
        own, its = cpu_s(pid()), cpu_s(server)
        told["drag"].append(glass.do("drag", seconds, 120, *PLACE))
        used.append(100 * (cpu_s(pid()) - own) / seconds)
        used_x.append(100 * (cpu_s(server) - its) / seconds)
    figures = {f"{what}.{part}": statistics.median(one[f"{part}_us"] for one in all) / 1e3
               for what, all in told.items() for part in ("p50", "p95")}
    every = [one for all in told.values() for one in all]
    figures["missed"] = 100 * sum(one["missed"] for one in every) / sum(one["missed"] + one["n"] for one in every)
    figures["cpu"], figures["cpu_x"] = statistics.median(used), statistics.median(used_x)
    return figures


def touch(bench):
    with g.Glass(bench.build) as glass:
        floor = Floor(bench, glass)
        base = fingers(bench, glass, lambda: floor.process.pid, floor.renew)
        floor.close()
        program = play_tracing(bench, glass)

        def next_trial():
            done = program.now().get("trials", 0)
            glass.do("key", KEY_N, 50)
            program.until("the next trial", lambda s: s.get("trials", 0) > done)
            # Longer than the rest between two trials: a finger that comes in it does not draw.
            glass.do("settle", 1500)

        own = fingers(bench, glass, lambda: program.process.pid, next_trial)
        program.close()
    for name in ("down.p50", "down.p95", "step.p50", "step.p95", "drag.p50", "drag.p95"):
        bench.keep(f"touch.{name}", own[name], "ms", own[name] / base[name], f"floor ({base[name]:.3f} ms)")
    bench.keep("touch.missed", own["missed"], "%")
    bench.keep("touch.missed_by_floor", base["missed"], "%")
    bench.keep("drag.cpu", own["cpu"], "%", own["cpu"] / base["cpu"], f"floor ({base['cpu']:.2f} %)")
    both, least = own["cpu"] + own["cpu_x"], base["cpu"] + base["cpu_x"]
    bench.keep("drag.cpu_with_server", both, "%", both / least, f"floor with its server ({least:.2f} %)")


# ---- start ----

def first_picture(bench, glass, place, words):
    """Median start to picture and to answer, and processor time until then, in milliseconds."""
    picture, answer, used = [], [], []
    for _ in range(3 if bench.quick else 7):
        glass.do("wait", 300)
        glass.ask("first", *place, 10000)
        time.sleep(0.05)
        began = time.monotonic()
        process = subprocess.Popen(words, env=glass.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        told = glass.answer()
        used.append(1e3 * cpu_s(process.pid))
        glass.do("up", 1)
        end(process)
        if told["picture_us"]:
            picture.append(told["picture_us"] / 1e3 - began * 1e3)
        if told["answer_us"]:
            answer.append(told["answer_us"] / 1e3 - began * 1e3)
    middle = lambda of: statistics.median(of) if of else float("nan")
    return middle(picture), middle(answer), middle(used)


def otterpaw_words(bench, data):
    return [bench.otterpaw, "play", "--size", f"{g.WIDTH}x{g.HEIGHT}", "--px-per-mm", str(g.PX_PER_MM), "--silent",
            "--data", data]


def start(bench):
    with g.Glass(bench.build) as glass:
        today = g.Program(glass, bench.otterpaw, bench.folder / "today")
        state = today.screen("today")
        x, y, w, _ = state["targets"][next(n for n in state["targets"] if n.startswith("start"))]
        today.close()
        least, _, least_used = first_picture(bench, glass, (960, 600), [bench.floor])
        picture, answer, used = first_picture(bench, glass, (int(x + w / 2), int(y + 2)), otterpaw_words(bench, today.data))
        again, into_trial, _ = resume(bench, glass)
    bench.keep("start.picture", picture, "ms", picture / least, f"floor ({least:.0f} ms)")
    bench.keep("start.answer", answer, "ms", answer / least, "floor's picture")
    bench.keep("start.cpu", used, "ms", used / least_used, f"floor ({least_used:.0f} ms)")
    bench.keep("resume.picture", again, "ms", again / least, f"floor ({least:.0f} ms)")
    bench.keep("resume.answer", into_trial, "ms", into_trial / least, "floor's picture")


def resume(bench, glass):
    """The power goes in the middle of a trial: from the start to the same trial, and to an answer in it."""
    program = play_tracing(bench, glass)
    glass.do("key", KEY_N, 50)
    program.until("the second trial", lambda s: s.get("trials", 0) == 1)
    glass.do("settle", 1500)
    glass.do("down", 1, PLACE[0], PLACE[1])
    program.process.kill()
    program.process.wait()
    program.close()
    glass.do("up", 1)
    place = (PLACE[0] + PLACE[2] // 2, PLACE[1] + PLACE[3] // 2)
    return first_picture(bench, glass, place, otterpaw_words(bench, program.data))


# ---- memory and rest ----

def rest_and_memory(bench):
    seconds = 5 if bench.quick else 10
    with g.Glass(bench.build) as glass:
        floor = Floor(bench, glass)
        floor.renew()
        least, least_memory = rest(floor.process.pid, seconds), pss_mb(floor.process.pid)
        floor.close()
        today = g.Program(glass, bench.otterpaw, bench.folder / "rest_today")
        today.screen("today")
        glass.do("settle", 500)
        today_rest, today_memory = rest(today.process.pid, seconds), pss_mb(today.process.pid)
        today.close()
        program = play_tracing(bench, glass, silent=False)
        # The ear tapped again and again brings all the help there is, so that waiting brings no more.
        for _ in range(4):
            program.tap("ear")
        glass.do("settle", 5000)
        pid = program.process.pid
        card = rest(pid, seconds)  # the sound card asks for frames until 30 s of silence are over
        time.sleep(31 - seconds - 5)
        activity, memory = rest(pid, seconds), pss_mb(pid)
        program.close()
        program = play_tracing(bench, glass)
        pid = program.process.pid
        program.open_gate()
        program.tap("calm_break")
        program.screen("calm")
        glass.do("settle", 300)
        moving = rest(pid, seconds / 2)  # the breathing circle never stands still
        program.tap("sand")
        glass.do("settle", 1500)
        calm = rest(pid, seconds)
        program.close()
    bench.keep("memory.today", today_memory, "MB", today_memory / least_memory, f"floor ({least_memory:.1f} MB)")
    bench.keep("memory.activity", memory, "MB", memory / least_memory, "floor")
    bench.keep("rest.floor", least, "%")
    bench.keep("rest.today", today_rest, "%")
    bench.keep("rest.activity", activity, "%")
    bench.keep("rest.calm", calm, "%")
    bench.keep("resting.with_card", card, "%")
    bench.keep("moving.calm", moving, "%")
