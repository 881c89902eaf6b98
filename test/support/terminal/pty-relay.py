"""Runs a program on a terminal of its own: orders come in as lines of JSON, what it prints goes out as it is."""
import fcntl, json, os, pty, select, signal, struct, sys, termios


def size(fd, rows, columns):
    fcntl.ioctl(fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


pid, master = pty.fork()
if pid == 0:
    # The parent sets the size before it says that the program may start.
    sys.stdin.readline()
    os.execvp(sys.argv[1], sys.argv[1:])
size(master, 24, 80)
os.write(master, b"\n")
waiting, orders, out = [0, master], b"", sys.stdout.buffer
started = False
while True:
    ready, _, _ = select.select(waiting, [], [])
    if 0 in ready:
        chunk = os.read(0, 65536)
        if not chunk:
            waiting.remove(0)
        orders += chunk
        *lines, orders = orders.split(b"\n")
        for line in lines:
            order = json.loads(line)
            if "send" in order:
                data = order["send"].encode()
                while data:
                    # The program may print so much that it reads nothing until somebody takes it.
                    readable, writable, _ = select.select([master], [master], [])
                    if readable:
                        out.write(os.read(master, 65536))
                        out.flush()
                    if writable:
                        data = data[os.write(master, data[:512]):]
            if "size" in order:
                size(master, *order["size"])
            if "signal" in order:
                os.kill(pid, order["signal"])
    if master in ready:
        try:
            chunk = os.read(master, 65536)
        except OSError:
            chunk = b""
        if not chunk:
            break
        out.write(chunk)
        out.flush()
_, status = os.waitpid(pid, 0)
sys.exit(os.waitstatus_to_exitcode(status) & 255)
