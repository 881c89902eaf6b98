/** For tests: starts the host of `odd-replies.py` in a namespace. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SYSTEM_PYTHON } from '../require.ts';

/** A way to answer, and the address that is answered so. */
export interface Manner {
  readonly name: string;
  readonly family: 4 | 6;
  readonly to: string;
}

export interface OddReplies {
  readonly manners: readonly Manner[];
  stop(): Promise<void>;
}

/** Resolves when it listens on the devices. */
export async function oddReplies(netns: string, devices: readonly string[]): Promise<OddReplies> {
  const script = fileURLToPath(new URL('odd-replies.py', import.meta.url));
  const child = spawn('ip', ['netns', 'exec', netns, SYSTEM_PYTHON, script, ...devices], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'close');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const names = JSON.parse(line) as Readonly<Record<'4' | '6', readonly string[]>>;
  return {
    manners: [
      ...names[4].map((name, i) => ({ name, family: 4 as const, to: `10.90.0.${i + 1}` })),
      ...names[6].map((name, i) => ({ name, family: 6 as const, to: `fd00:90::${(i + 1).toString(16)}` })),
    ],
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}
