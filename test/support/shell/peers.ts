/** The same script or the same typed lines, in the same namespace, by Debian's scapy and by `pkw`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SYSTEM_PYTHON } from '../require.ts';

export interface Printed {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

export interface PeerOptions {
  readonly netns: string;
  /** Where relative file names are. */
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const TYPED = fileURLToPath(new URL('typed.py', import.meta.url));

/** Debian's Python runs a file. */
export const scapyFile = (file: string, args: readonly string[], o: PeerOptions): Promise<Printed> =>
  program([SYSTEM_PYTHON, '-W', 'ignore', file, ...args], o);

/** Debian's scapy gets pieces of text, as at its prompt: values are shown, and an error ends its piece only. Where it would wait for ever, Ctrl-C comes. */
export const scapyTyped = (
  pieces: readonly (string | readonly [text: string, ctrlCAfterSeconds: number])[],
  o: PeerOptions,
): Promise<Printed> => program([SYSTEM_PYTHON, '-W', 'ignore', TYPED], { ...o, stdin: JSON.stringify(pieces) });

export async function program(words: readonly string[], o: PeerOptions): Promise<Printed> {
  const child = spawn('ip', ['netns', 'exec', o.netns, ...words], {
    cwd: o.cwd,
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, ...o.env },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  child.stdin.end(o.stdin ?? '');
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { out, err, status };
}
