/** A shell for programs: text as at the prompt, what it prints to standard output. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { Host } from '../host/host.ts';

/** Where a shell of a program sends from, and where its words go. */
export interface OpenShellOptions {
  /** Where packets leave from. Default: this machine, or the lab that `pkw run --lab` gives. */
  readonly host?: Host;
  /** Instead of a host: one of the ready lab in memory, by its name (`me`, `gateway`, `laptop`, `www`), or true for `me`. */
  readonly lab?: string | true;
  /** Instead of a host: this machine in a network namespace, by its name or the number of a process in it. */
  readonly netns?: string | number;
  /** What random values begin with, and those of the lab. Default: they are random; in the lab 1. */
  readonly seed?: number;
  /** What is printed; default: standard output. */
  readonly write?: (text: string) => void;
}

/** A session that remembers its names from text to text. */
export interface OpenShell {
  /** Runs statements, and prints the values of expressions. @throws what went wrong in them */
  run(text: string): Promise<void>;
  /** Closes what it opened. */
  close(): Promise<void>;
}

/** Runs scapy's and TypeScript's notation from a program. Nothing of the runtime is loaded before. @throws ERR_VALUE for two hosts */
export async function openShell(options: OpenShellOptions = {}): Promise<OpenShell> {
  const { seed, write = (text) => void process.stdout.write(text) } = options;
  const host = hostOf(options);
  const { ShellSession } = await import('./make-shell.ts');
  const session = new ShellSession({
    write,
    note: (text) => void process.stderr.write(`${text}\n`),
    ...(host !== undefined && { host }),
  });
  if (seed !== undefined) await session.run(`import random\nrandom.seed(${Number(seed)})\ndel random`, { python: true });
  return { run: (text) => session.run(text, { interactive: true }), close: () => session.close() };
}

/** How its host is opened, once it is needed; undefined: as calls that name none have it. */
function hostOf({ host, lab, netns, seed }: OpenShellOptions): (() => Promise<Host>) | undefined {
  if ([host, lab, netns].filter((x) => x !== undefined).length > 1)
    throw new PacketwrightError('ERR_VALUE', 'openShell: host, lab and netns exclude each other', { remedy: 'give one of them' });
  if (host !== undefined) return () => Promise.resolve(host);
  if (lab !== undefined)
    return async () => (await import('../lab/ready-lab.ts')).readyLab({ name: lab === true ? undefined : lab, seed }).host;
  if (netns !== undefined) return async () => (await import('../host/linux/linux-host.ts')).linuxHost({ netns });
  return undefined;
}
