/**
 * The live tests leave the machine as they found it: namespaces, interfaces, addresses, routes, neighbours, firewall rules
 * and journals are the same after the run as before. Vitest calls `setup` before the first live test and what it gives
 * after the last.
 *
 * Only what tests could have changed is compared. In the machine's own namespace others may be at work too, so a difference
 * there is told, and is a failure under PKW_REQUIRE_ALL=1 only; what bears our name is a failure always.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { leftovers } from '../../src/host/linux/undo/replay.ts';
import { programPath } from './require.ts';

/** Lines, by what they are about. */
type State = Readonly<Record<string, readonly string[]>>;

type Row = Record<string, unknown>;

function words(command: string, ...args: string[]): string {
  if (programPath(command) === undefined) return '';
  try {
    return execFileSync(programPath(command) as string, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    // Not for this user, or not in this kernel: the same before and after.
    return '';
  }
}

const rows = (...args: string[]): Row[] => JSON.parse(words('ip', '-j', ...args) || '[]') as Row[];
const sorted = (list: readonly unknown[]): string[] => list.map((one) => JSON.stringify(one)).sort();

/** Names of namespaces that this run has made; other runs may be at work beside it. */
function ownNamespaces(): string[] {
  try {
    return readdirSync('/run/netns').filter((name) => name.startsWith('pkw') && name.split('-').includes(String(process.pid)));
  } catch {
    return [];
  }
}

function ownThings(): State {
  return {
    namespace: ownNamespaces(),
    journal: leftovers().map(({ path }) => path),
    'firewall table': words('nft', 'list', 'tables').match(/^table .*packetwright.*$/gm) ?? [],
  };
}

/** What routers and DHCP servers give and take at any moment is none of ours; neither are counters, nor whether a cable is in. */
function machine(): State {
  const lasting = ({ protocol }: Row): boolean => protocol !== 'ra' && protocol !== 'dhcp';
  const withoutExpiry = ({ expires: _expires, cache: _cache, metrics, ...rest }: Row): Row => ({ ...rest, metrics });
  return {
    interface: sorted(
      rows('link').map(({ ifname, mtu, address, flags, master }) => {
        const kept = (flags as string[]).filter((flag) => flag !== 'LOWER_UP' && flag !== 'NO-CARRIER');
        return { ifname, mtu, address, flags: kept, master };
      }),
    ),
    address: sorted(
      rows('address').flatMap(({ ifname, addr_info }) =>
        (addr_info as Row[]).filter(({ dynamic }) => dynamic !== true).map(({ local, prefixlen }) => ({ ifname, local, prefixlen })),
      ),
    ),
    route: sorted(['-4', '-6'].flatMap((family) => rows(family, 'route', 'show', 'table', 'all').filter(lasting).map(withoutExpiry))),
    neighbour: sorted(rows('neigh', 'show', 'nud', 'permanent')),
    rule: words('nft', 'list', 'ruleset')
      .replace(/packets \d+ bytes \d+/g, '')
      .split('\n'),
  };
}

/** What is in one and not in the other, a line each. */
function difference(before: State, after: State): string[] {
  return Object.entries(after).flatMap(([what, now]) => {
    const then = before[what] ?? [];
    return [
      ...now.filter((one) => !then.includes(one)).map((one) => `${what} came: ${one}`),
      ...then.filter((one) => !now.includes(one)).map((one) => `${what} went: ${one}`),
    ];
  });
}

/** Undo children may still be at it: looked at again for 5 s. */
async function lastingDifference(before: State, look: () => State): Promise<string[]> {
  for (let i = 0; ; i++) {
    const found = difference(before, look());
    if (found.length === 0 || i === 50) return found;
    await sleep(100);
  }
}

export function setup(): (() => Promise<void>) | undefined {
  if (process.platform !== 'linux') return undefined;
  const before = { own: ownThings(), machine: machine() };
  return async () => {
    const own = await lastingDifference(before.own, ownThings);
    const others = await lastingDifference(before.machine, machine);
    if (others.length > 0) console.log(`the machine is not as it was before the live tests:\n${others.join('\n')}`);
    const failures = process.env['PKW_REQUIRE_ALL'] === '1' ? [...own, ...others] : own;
    if (failures.length === 0) return;
    process.exitCode = 1;
    throw new Error(`the live tests have left the machine changed:\n${failures.join('\n')}`);
  };
}
