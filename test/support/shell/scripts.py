"""Runs files, each by itself as `python3 file` in a folder, and gives what each printed, as JSON.

stdin is JSON: {"files": [[file, folder], …], "side_by_side": how many at once}. scapy is imported once, before all: that takes longer
than they run.
"""
import json
import os
import random
import runpy
import sys
import traceback

import scapy.all  # noqa: F401


def run(file, folder):
    os.chdir(folder)
    for name, number in ((".out", 1), (".err", 2)):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), number)
    random.seed()
    sys.argv = [file]
    sys.path.insert(0, os.path.dirname(file))
    status = 0
    try:
        runpy.run_path(file, run_name="__main__")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
        status = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status & 255)


given = json.loads(sys.stdin.read())
running, statuses = {}, {}


def end_one():
    child, status = os.wait()
    statuses[running.pop(child)] = os.waitstatus_to_exitcode(status)


for number, (file, folder) in enumerate(given["files"]):
    if len(running) == given["side_by_side"]:
        end_one()
    child = os.fork()
    if child == 0:
        run(file, folder)
    running[child] = number
while running:
    end_one()


def text(folder, name):
    with open(os.path.join(folder, name)) as file:
        return file.read()


print(json.dumps([
    {"status": statuses[number], "out": text(folder, ".out"), "err": text(folder, ".err")}
    for number, (_, folder) in enumerate(given["files"])
]))
