"""Lines of JSON on stdin, each a piece of text, run as scapy's prompt runs it: values are shown, and an error is one line.

A line with U+001E alone ends what a piece printed.
"""
import ast
import json
import sys

names = {"__name__": "__main__"}
exec("from scapy.all import *", names)
for line in sys.stdin:
    try:
        for node in ast.parse(json.loads(line)).body:
            exec(compile(ast.Interactive([node]), "<input>", "single"), names)
    except KeyboardInterrupt:
        print("KeyboardInterrupt")
    except BaseException as error:
        print("%s: %s" % (type(error).__name__, error))
    print("\x1e", flush=True)
