"""A real X server with a real multi-touch screen, fingers on it, and the program before it.

Used by tests/scripts/touch and scripts/bench. Needs root, because Xorg does.
"""
import json, os, pathlib, shutil, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parents[2]
WIDTH, HEIGHT, PX_PER_MM = 1920, 1200, 8.83


def why_not():
    """The sentence that says why there can be no glass here; None: there can."""
    if os.geteuid() != 0:
        return "it needs root: Xorg opens its devices as root only"
    if shutil.which("Xorg") is None:
        return "Xorg is not installed (scripts/dev/install test)"
    return None


class Glass:
    def __init__(self, build):
        self.build = pathlib.Path(build)
        self.run = pathlib.Path(tempfile.mkdtemp(prefix="otterpaw-glass-"))
        subprocess.run([ROOT / "tests/touch/xserver", "start", self.run], check=True)
        self.display = (self.run / "display").read_text().strip()
        self.env = dict(os.environ, DISPLAY=self.display, SDL_VIDEODRIVER="x11", SDL_AUDIODRIVER="dummy")
        self.hand = subprocess.Popen([self.build / "tests/touch/fingers", self.run], env=self.env, text=True,
                                     stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def server_pid(self):
        return int((self.run / "xorg.pid").read_text())

    def ask(self, *words):
        """Sends one command of tests/touch/fingers.c; answer() waits for what it says."""
        self.hand.stdin.write(" ".join(str(word) for word in words) + "\n")
        self.hand.stdin.flush()

    def answer(self):
        line = self.hand.stdout.readline()
        answer = json.loads(line) if line else {"error": "the fingers are gone"}
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer

    def do(self, *words):
        self.ask(*words)
        return self.answer()

    def tap(self, x, y, finger=1, hold_ms=80):
        self.do("down", finger, x, y)
        self.do("wait", hold_ms)
        self.do("up", finger)

    def shot(self):
        """The screen as rows of RGB bytes."""
        path = self.run / "shot.ppm"
        self.do("shot", path)
        return path.read_bytes()[-WIDTH * HEIGHT * 3:]

    def close(self):
        self.hand.stdin.close()
        self.hand.wait(10)
        subprocess.run([ROOT / "tests/touch/xserver", "stop", self.run])
        shutil.rmtree(self.run, ignore_errors=True)


class Program:
    """otterpaw play before the glass; what it shows is read from its --watch file."""

    def __init__(self, glass, binary, data, *words, env=None, silent=True):
        self.glass, self.data = glass, data
        self.watch = pathlib.Path(data).with_suffix(".watch")
        self.watch.write_text("")
        self.seen = 0
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [binary, "play", "--size", f"{WIDTH}x{HEIGHT}", "--px-per-mm", str(PX_PER_MM), "--data", data,
             "--watch", self.watch, *(["--silent"] if silent else []), *map(str, words)],
            env=env or glass.env, stderr=subprocess.PIPE, text=True)

    def states(self):
        return [json.loads(line) for line in self.watch.read_text().splitlines(keepends=True) if line.endswith("\n")]

    def now(self):
        states = self.states()
        return states[-1] if states else {"screen": "", "targets": {}}

    def until(self, what, true_of, seconds=20):
        """Waits until true_of(state) holds for the state on the glass, and returns that state."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            state = self.now()
            if true_of(state):
                return state
            if self.process.poll() is not None:
                raise AssertionError(f"the program ended ({self.process.returncode}) before {what}: "
                                     f"{self.process.stderr.read()}")
            time.sleep(0.01)
        raise AssertionError(f"{what} did not come within {seconds} s; on the glass is {self.now()}")

    def screen(self, *names, seconds=20):
        return self.until(" or ".join(names), lambda state: state["screen"] in names, seconds)

    def target(self, name, seconds=20):
        """Middle of a target in pixels, once it is there."""
        x, y, w, h = self.until(f'the target "{name}"', lambda s: name in s["targets"], seconds)["targets"][name]
        return x + w / 2, y + h / 2

    def tap(self, name, seconds=20):
        self.glass.tap(*self.target(name, seconds))

    def open_gate(self):
        """The adult's way out: a finger still in each top corner."""
        self.glass.do("down", 8, 20, 20)
        self.glass.do("down", 9, WIDTH - 20, 20)
        self.glass.do("wait", 1000)
        self.glass.do("up", 8)
        self.glass.do("up", 9)

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stderr.close()
