/** The same script, in the same namespace, by Debian's scapy and by `pkw`. */
import { spawn } from 'node:child_process';
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

/** Debian's Python runs a file. */
export const scapyFile = (file: string, args: readonly string[], o: PeerOptions): Promise<Printed> =>
  program([SYSTEM_PYTHON, '-W', 'ignore', file, ...args], o);

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
