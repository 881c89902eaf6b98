/** Asks Debian's Python, with scapy when it is wanted: an oracle for bytes and text. Tests that call this stand under `requireScapy()`. */
import { spawnSync } from 'node:child_process';
import { SYSTEM_PYTHON } from './require.ts';

/** Runs a script, which finds `given` parsed as `given` and must set `answer`; both travel as JSON. */
export function askPython(script: string, given: unknown = null): unknown {
  const program = [
    'import sys, json, logging',
    'logging.disable(logging.CRITICAL)',
    'given = json.loads(sys.stdin.read())',
    script,
    'print(json.dumps(answer))',
  ].join('\n');
  const run = spawnSync(SYSTEM_PYTHON, ['-W', 'ignore', '-c', program], {
    input: JSON.stringify(given),
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (run.status !== 0) throw new Error(`python: ${run.stderr}`);
  return JSON.parse(run.stdout);
}
