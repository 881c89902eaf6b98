"""Files in JSON on stdin, [[file, folder], …], each run by itself as `python3 file` in its folder; what each printed as JSON.

scapy is imported once, before all: that takes longer than they run.
"""
import json
import os
import runpy
import sys
import traceback

import scapy.all  # noqa: F401


def run(file, out, err):
    os.dup2(out, 1)
    os.dup2(err, 2)
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


answers = []
for file, folder in json.loads(sys.stdin.read()):
    names = [os.path.join(folder, end) for end in (".out", ".err")]
    out, err = [os.open(name, os.O_RDWR | os.O_CREAT, 0o600) for name in names]
    child = os.fork()
    if child == 0:
        os.chdir(folder)
        run(file, out, err)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    answers.append(dict(status=status, **{key: open(name).read() for key, name in zip(("out", "err"), names)}))
    os.close(out)
    os.close(err)
print(json.dumps(answers))
