/**
 * What a test needs of the machine. Without it the test is skipped with the reason; under PKW_REQUIRE_ALL=1 it fails,
 * except for want of the captures in `../shared`, which a clone alone does not have.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { it, type TestContext } from 'vitest';

/** `root`, `linux`, the addon, a folder in `../shared`, a program in PATH, a module of Debian's python3. */
export type Need = 'root' | 'linux' | 'addon' | `shared:${string}` | `program:${string}` | `python:${string}`;

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where `../shared/NAME` is. */
export const sharedPath = (name: string): string => join(root, '../shared', name);

const found = new Map<Need, string | undefined>();

/** The first need that this machine does not meet, as a reason; or undefined. */
export function missing(...needs: readonly Need[]): string | undefined {
  for (const need of needs) {
    if (!found.has(need)) found.set(need, reasonAgainst(need));
    const reason = found.get(need);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function reasonAgainst(need: Need): string | undefined {
  const [kind, name = ''] = need.split(/:(.*)/s);
  switch (kind) {
    case 'root':
      return process.getuid?.() === 0 ? undefined : 'needs root';
    case 'linux':
      return process.platform === 'linux' ? undefined : 'needs Linux';
    case 'addon':
      return existsSync(join(root, 'native/build/packetwright.node')) ? undefined : 'needs the native addon (node native/build.mjs)';
    case 'shared':
      return existsSync(sharedPath(name)) ? undefined : `needs ../shared/${name}`;
    case 'program':
      return isInPath(name) ? undefined : `needs ${name}`;
    default:
      return spawnSync('python3', ['-c', `import ${name}`]).status === 0 ? undefined : `needs python3 with ${name}`;
  }
}

function isInPath(name: string): boolean {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/sbin'];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** For use inside a test: skips it with the reason, or throws it under PKW_REQUIRE_ALL=1. */
export function need(context: Pick<TestContext, 'skip'>, ...needs: readonly Need[]): void {
  const reason = missing(...needs);
  if (reason === undefined) return;
  if (process.env['PKW_REQUIRE_ALL'] === '1' && !reason.includes('../shared')) throw new Error(`PKW_REQUIRE_ALL=1, and this ${reason}`);
  context.skip(reason);
}

/** `it` for tests that need something: `itNeeds(['root', 'program:tcpdump'])('captures', async () => …)`. */
export function itNeeds(needs: readonly Need[]): (name: string, body: (context: TestContext) => unknown, timeoutMs?: number) => void {
  return (name, body, timeoutMs) =>
    it(
      name,
      async (context) => {
        need(context, ...needs);
        await body(context);
      },
      timeoutMs,
    );
}
