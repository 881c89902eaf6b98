"""Times a program's prompt on a terminal of its own, as the person who types sees it.

    prompt.py start PROMPT -- PROGRAM...            from nothing until PROMPT stands there, then until `40+2` gives 42
    prompt.py paste PROMPT FILE -- PROGRAM...       FILE is pasted at the prompt; until what its last line prints is there
    prompt.py complete PROMPT WORD WHOLE -- PROGRAM...  WORD and Tab, until WHOLE stands there; twenty times

PROMPT is how the prompt ends. One line of JSON: seconds, and what the task asks for. Times are of this process's clock.
"""
import fcntl, json, os, pty, re, select, struct, sys, termios, time

LIMIT = 100.0
ESCAPES = re.compile(rb"\x1b\[[0-9;?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][0-9A-B]?")


class Terminal:
    def __init__(self, command):
        self.began = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", HISTFILE="/dev/null")
            os.execvp(command[0], command)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        self.seen = b""
        self.to_send = b""

    def type(self, text):
        self.to_send += text

    def step(self, wait):
        """What came within `wait` seconds is in `seen`."""
        readable, writable, _ = select.select([self.fd], [self.fd] if self.to_send else [], [], wait)
        if writable:
            self.to_send = self.to_send[os.write(self.fd, self.to_send[:1024]):]
        if readable:
            got = os.read(self.fd, 65536)
            # Who asks where the cursor is waits for the answer (prompt_toolkit); who asks for the terminal's kind goes on.
            if b"\x1b[6n" in got:
                self.to_send = b"\x1b[1;1R" + self.to_send
            self.seen += got
        return bool(readable)

    def text(self):
        return ESCAPES.sub(b"", self.seen)

    def until(self, is_there, what):
        end = time.monotonic() + LIMIT
        while not is_there(self.text()):
            if time.monotonic() > end:
                sys.exit(f"no {what} within {LIMIT:.0f} s; it shows: {self.text()[-300:]!r}")
            self.step(1)
        return time.monotonic()

    def forget(self):
        """Until it has been silent for 0.1 s."""
        while self.to_send or self.step(0.1):
            if self.to_send:
                self.step(0.1)
        self.seen = b""

    def end(self):
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


def start(terminal, prompt):
    at_prompt = terminal.until(lambda text: text.rstrip().endswith(prompt), "prompt")
    terminal.type(b"40+2\r")
    answered = terminal.until(lambda text: b"42" in text.replace(b"40+2", b""), "answer")
    return {"seconds": at_prompt - terminal.began, "answered": answered - terminal.began}


def paste(terminal, prompt, name):
    terminal.until(lambda text: text.rstrip().endswith(prompt), "prompt")
    # A terminal marks what is pasted for who has asked for it.
    marked = b"\x1b[?2004h" in terminal.seen
    terminal.forget()
    lines = open(name, "rb").read().splitlines()
    began = time.monotonic()
    terminal.type((b"\x1b[200~" if marked else b"") + b"\r".join(lines) + (b"\x1b[201~" if marked else b"") + b"\r")
    # Only the end is looked at: to look through all again and again would take the time that is measured.
    end = began + LIMIT
    while b"the-end-is-here" not in terminal.seen[-400:].replace(b'"the-end-is" + "-here"', b""):
        if time.monotonic() > end:
            sys.exit(f"not done within {LIMIT:.0f} s; it shows: {terminal.text()[-300:]!r}")
        terminal.step(1)
    return {"seconds": time.monotonic() - began, "lines": len(lines)}


def complete(terminal, prompt, word, whole):
    terminal.until(lambda text: text.rstrip().endswith(prompt), "prompt")
    times = []
    for _ in range(21):
        terminal.type(word)
        terminal.forget()
        began = time.monotonic()
        terminal.type(b"\t")
        times.append(terminal.until(lambda text: whole in text, "completion") - began)
        terminal.type(b"\x15")
        terminal.forget()
    later = sorted(times[1:])
    return {"seconds": later[len(later) // 2], "first": 1000 * times[0], "median": 1000 * later[len(later) // 2], "worst": 1000 * later[-1]}


where = sys.argv.index("--")
kind, *words = [os.fsencode(word) for word in sys.argv[1:where]]
terminal = Terminal(sys.argv[where + 1:])
try:
    print(json.dumps({b"start": start, b"paste": paste, b"complete": complete}[kind](terminal, *words)))
finally:
    terminal.end()
