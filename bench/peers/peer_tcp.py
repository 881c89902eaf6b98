# The kernel's side of the stack's tasks: plain sockets.
#   sink ADDRESS PORT OCTETS         takes one connection and reads until its end; prints {"octets", "seconds"} from the first octet on
#   source ADDRESS PORT OCTETS       takes one connection, and sends so many
#   take ADDRESS PORT OCTETS         connects, and reads until its end; prints as sink does
#   send ADDRESS PORT OCTETS         connects and sends so many; prints {"packets", "seconds"}
#   many ADDRESS PORT N RATE         opens N connections, RATE a second; each asks and is answered; then all ask once more. Prints {"packets", …}
import asyncio
import json
import resource
import socket
import sys
import time

what, address, port, number = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
IPPROTO_TCP, TCP_CONGESTION = 6, 13


def cubic(s):
    # Whatever the kernel's default is.
    s.setsockopt(IPPROTO_TCP, TCP_CONGESTION, b'cubic')
    return s


def accepted():
    s = cubic(socket.socket())
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind((address, port))
    s.listen()
    print('ready', flush=True)
    return s.accept()[0]


def connected():
    s = cubic(socket.socket())
    s.connect((address, port))
    return s


def sink(c):
    b = bytearray(1 << 20)
    n = c.recv_into(b)
    start = time.perf_counter()
    while True:
        k = c.recv_into(b)
        if k == 0:
            break
        n += k
    print(json.dumps({'octets': n, 'seconds': time.perf_counter() - start}), flush=True)


def source(c):
    b = bytes(1 << 16)
    left = number
    while left > 0:
        left -= c.send(b[:left])
    c.shutdown(socket.SHUT_WR)
    c.recv(1)


async def many(rate):
    resource.setrlimit(resource.RLIMIT_NOFILE, (number + 100, number + 100))
    ends = []
    asked = []

    async def one():
        r, w = await asyncio.open_connection(address, port)
        ends.append((r, w))
        await ask(r, w)

    async def ask(r, w):
        start = time.perf_counter()
        w.write(b'0123456789')
        asked.append((await r.readexactly(10), time.perf_counter() - start))

    start = time.perf_counter()
    tasks = []
    for i in range(number):
        wait = start + i / rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        tasks.append(asyncio.create_task(one()))
    await asyncio.gather(*tasks)
    opened = time.perf_counter() - start
    first = len(asked)
    print('open', flush=True)
    await asyncio.sleep(1)
    for r, w in ends:
        await ask(r, w)
    right = sum(octets == b'0123456789' for octets, _ in asked)
    print(json.dumps({'packets': right, 'opened': first, 'seconds': opened, 'a_second': first / opened}), flush=True)


if what == 'sink':
    sink(accepted())
elif what == 'source':
    source(accepted())
elif what == 'take':
    sink(connected())
elif what == 'send':
    start = time.perf_counter()
    source(connected())
    print(json.dumps({'packets': number, 'seconds': time.perf_counter() - start}), flush=True)
elif what == 'many':
    asyncio.run(many(float(sys.argv[5])))
