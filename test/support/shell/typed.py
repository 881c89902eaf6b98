"""Pieces of text in JSON on stdin, run as scapy's prompt runs them: values are shown, and an error is one line."""
import ast
import json
import sys

pieces = json.loads(sys.stdin.read())
names = {"__name__": "__main__"}
exec("from scapy.all import *", names)
for piece in pieces:
    try:
        for node in ast.parse(piece).body:
            exec(compile(ast.Interactive([node]), "<input>", "single"), names)
            sys.stdout.flush()
    except KeyboardInterrupt:
        print("KeyboardInterrupt")
    except BaseException as error:
        print("%s: %s" % (type(error).__name__, error))
    sys.stdout.flush()
