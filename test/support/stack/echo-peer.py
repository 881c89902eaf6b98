# For tests: the kernel's TCP, as a program of another's uses it. Whatever comes on a connection goes back, until its end.
#   echo-peer.py serve PORT BUFFER            takes connections, IPv4 and IPv6
#   echo-peer.py connect PORT BUFFER ADDRESS… opens one to each address, and ends when all have ended
# BUFFER: octets of the receive and the send buffer; 0: the system's.
import socket
import sys
import threading


def echo(c):
    with c:
        while True:
            octets = c.recv(65536)
            if not octets:
                break
            c.sendall(octets)
        c.shutdown(socket.SHUT_WR)


def prepared(s):
    # A kernel may have another one by default, which sends at a rate of its own whatever is lost.
    s.setsockopt(socket.IPPROTO_TCP, socket.TCP_CONGESTION, b'cubic')
    if int(sys.argv[3]) > 0:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, int(sys.argv[3]))
    return s


port = int(sys.argv[2])
if sys.argv[1] == 'serve':
    s = prepared(socket.socket(socket.AF_INET6))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    s.bind(('::', port))
    s.listen(64)
    print('ready', flush=True)
    while True:
        threading.Thread(target=echo, args=(s.accept()[0],), daemon=True).start()
else:
    def run(address):
        c = prepared(socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET))
        c.connect((address, port))
        echo(c)

    threads = [threading.Thread(target=run, args=(address,)) for address in sys.argv[4:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
