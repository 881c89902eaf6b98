/** The same script, in the same namespace where one is told, by Debian's scapy and by `pkw`. */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SYSTEM_PYTHON } from '../require.ts';

export interface Printed {
  readonly out: string;
  readonly err: string;
  readonly status: number | null;
}

export interface PeerOptions {
  /** Default: where the test runs. */
  readonly netns?: string;
  /** Where relative file names are. */
  readonly cwd: string;
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const SCRIPTS = fileURLToPath(new URL('scripts.py', import.meta.url));

/** Debian's Python runs files, each in its folder; so many side by side. scapy is imported once. */
export async function scapyFiles(
  files: readonly (readonly [file: string, folder: string])[],
  o: { readonly netns?: string; readonly sideBySide?: number } = {},
): Promise<Printed[]> {
  const { out, err, status } = await program([SYSTEM_PYTHON, '-W', 'ignore', SCRIPTS], {
    cwd: '/',
    stdin: JSON.stringify({ files, side_by_side: o.sideBySide ?? 1 }),
    ...(o.netns !== undefined && { netns: o.netns }),
  });
  if (status !== 0) throw new Error(err);
  return JSON.parse(out) as Printed[];
}

export async function program(words: readonly string[], o: PeerOptions): Promise<Printed> {
  const all = o.netns === undefined ? words : ['ip', 'netns', 'exec', o.netns, ...words];
  const child = spawn(all[0] as string, all.slice(1), {
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
