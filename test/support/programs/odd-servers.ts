/** For tests: servers that answer, and others that answer as they should not, in Python, for nothing of ours takes part. */

/** TCP that takes connections on port 80; UDP that answers on 7777, from another port on 7778, late on 7779, never on 7780; two DNS servers. */
export const ODD_SERVERS = `
import socket, select, threading, time
near, second = '10.77.0.2', '10.79.0.2'
t = socket.socket(); t.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); t.bind((near, 80)); t.listen(200)
def udp(address, port):
    u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind((address, port)); return u
well, moved, slow, silent, other = [udp(near, port) for port in (7777, 7778, 7779, 7780, 7790)]
unknown, astray = udp(near, 53), udp(second, 53)
print('ready', flush=True)
while True:
    for u in select.select([well, moved, slow, silent, unknown, astray], [], [])[0]:
        data, end = u.recvfrom(2000)
        if u is well: u.sendto(b'answer', end)
        elif u is moved: other.sendto(b'answer', end)
        elif u is slow: threading.Timer(0.4, u.sendto, (b'answer', end)).start()
        elif u is unknown: u.sendto(data[:2] + b'\\x81\\x83' + data[4:], end)
        elif u is astray: u.sendto(data[:2] + b'\\x81\\x80' + data[4:], (end[0], end[1] + 1))
`;

/** TCP that reads all that comes on port 8080. */
export const SINK = `
import socket
t = socket.socket(); t.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); t.bind(('10.78.0.2', 8080)); t.listen(5)
print('ready', flush=True)
while True:
    c, _ = t.accept()
    while c.recv(65536): pass
`;

/** A client that sends little, then much, and gives up when nothing of it was acknowledged for 3.5 seconds: it ends with the word of why. */
export const SENDER = `
import socket
s = socket.create_connection(('10.78.0.2', 8080))
s.setsockopt(socket.IPPROTO_TCP, 18, 3500)
s.sendall(b'x' * 200)
s.sendall(b'y' * 3000)
try: s.recv(1)
except OSError as e: print(e.strerror)
`;

/** A client whose whole conversation is well. */
export const CLIENT = `
import socket
s = socket.create_connection(('10.77.0.2', 80)); s.sendall(b'x' * 400); s.shutdown(socket.SHUT_WR); s.close()
`;
