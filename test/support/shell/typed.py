"""Pieces of text in JSON on stdin, run as scapy's prompt runs them: values are shown, and an error is one line.

A piece may be [text, seconds]: Ctrl-C comes then.
"""
import ast
import json
import os
import signal
import sys
import threading

pieces = json.loads(sys.stdin.read())
names = {"__name__": "__main__"}
exec("from scapy.all import *", names)
for piece in pieces:
    text, seconds = piece if isinstance(piece, list) else (piece, None)
    timer = None
    if seconds is not None:
        timer = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGINT))
        timer.start()
    try:
        for node in ast.parse(text).body:
            exec(compile(ast.Interactive([node]), "<input>", "single"), names)
            sys.stdout.flush()
    except KeyboardInterrupt:
        print("KeyboardInterrupt")
    except BaseException as error:
        print("%s: %s" % (type(error).__name__, error))
    if timer is not None:
        timer.cancel()
    sys.stdout.flush()
