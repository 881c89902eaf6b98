/** Asks the system's scapy: text and octets as it has them, all questions of a test in one run. */
import { execFileSync } from 'node:child_process';
import { SYSTEM_PYTHON } from './require.ts';

const PROGRAM = `
import sys, json, logging
logging.getLogger("scapy").setLevel(100)
from scapy.all import *
conf.color_theme = NoTheme()
def caught(f):
    from io import StringIO
    old, sys.stdout = sys.stdout, StringIO()
    try:
        f()
        return sys.stdout.getvalue()
    finally:
        sys.stdout = old
print(json.dumps([eval(q) for q in json.load(sys.stdin)]))
`;

/** The values of Python expressions, with all of scapy's names; `caught(f)` gives what f prints. */
export function askScapy<T>(expressions: readonly string[]): T[] {
  return JSON.parse(execFileSync(SYSTEM_PYTHON, ['-c', PROGRAM], { input: JSON.stringify(expressions), encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['pipe', 'pipe', 'pipe'] })) as T[];
}
