/** For tests: a server that we did not write, in a network namespace, until the test ends it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

const LOOK_MS = 20;
const PATIENCE_MS = 10_000;

export interface UdpServer {
  readonly pid: number;
  /** What it said until now, on both outputs. */
  said(): string;
  stop(): Promise<void>;
}

/** Starts it in the foreground. Resolves when it has the UDP port open; throws with its words where it ended before. */
export async function udpServer(netns: string, port: number, ...words: string[]): Promise<UdpServer> {
  // `ip netns exec` becomes the program, so the child is the server itself.
  const child: ChildProcess = spawn('ip', ['netns', 'exec', netns, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => void (text += data.toString()));
  const ended = once(child, 'exit');
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
    await ended;
  };
  const until = performance.now() + PATIENCE_MS;
  while (!listens(child.pid as number, port, netns)) {
    if (child.exitCode !== null || performance.now() > until) {
      await stop();
      throw new Error(`${words.join(' ')} does not listen on UDP port ${port}: ${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  return { pid: child.pid as number, said: () => text, stop };
}

/** /proc/net/udp: local addresses as hexadecimal digits, a colon and the port. Before the program is in its namespace its path is another's. */
function listens(pid: number, port: number, netns: string): boolean {
  try {
    if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').startsWith('ip\0')) return false;
    const hex = port.toString(16).toUpperCase().padStart(4, '0');
    return ['udp', 'udp6'].some((table) =>
      new RegExp(`^ *\\d+: [0-9A-F]+:${hex} `, 'm').test(readFileSync(`/proc/${pid}/net/${table}`, 'utf8')),
    );
  } catch {
    return netns === '';
  }
}
