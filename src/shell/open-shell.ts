/** A shell for programs: text as at the prompt, what it prints to standard output. */
import type { Host } from '../host/host.ts';

/** Where a shell of a program sends from, and where its words go. */
export interface OpenShellOptions {
  /** Where packets leave from. Default: this machine, or the lab that `pkw run --lab` gives. */
  readonly host?: Host;
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

/** Runs scapy's and TypeScript's notation from a program. Nothing of the runtime is loaded before. */
export async function openShell({ host, write = (text) => void process.stdout.write(text) }: OpenShellOptions = {}): Promise<OpenShell> {
  const { ShellSession } = await import('./make-shell.ts');
  const session = new ShellSession({
    write,
    note: (text) => void process.stderr.write(`${text}\n`),
    ...(host !== undefined && { host: () => Promise.resolve(host) }),
  });
  return { run: (text) => session.run(text, { interactive: true }), close: () => session.close() };
}
