/** For tests: two network namespaces joined by a veth pair, made and removed by the test. Nothing leaves them. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { makeNamespacePair } from '../../scripts/lib/namespace-pair.mjs';
import { all, type Condition, requireAddon, requireProgram, requireRoot } from './require.ts';

export { packFrames as packed } from '../../src/host/packed-frames.ts';

export interface TwoNamespaces {
  /** Names for `ip netns exec`. */
  readonly a: string;
  readonly b: string;
  /** Descriptors of the namespaces. The interfaces are `va` (10.77.0.1, MAC …:0a) in a and `vb` (10.77.0.2, MAC …:0b) in b. */
  readonly fdA: number;
  readonly fdB: number;
  remove(): void;
}

export const MAC_A = [2, 0, 0, 0, 0, 0x0a] as const;
export const MAC_B = [2, 0, 0, 0, 0, 0x0b] as const;

/** Runs `ip` and the like; throws with its words when it fails. */
export function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

/** Sets links of the ends up, as `[namespace, link]`, and waits until the kernel has begun to send on them: until then it drops what it is given. */
export async function upAgain(...ends: readonly (readonly [netns: string, link: string])[]): Promise<void> {
  for (const [netns, link] of ends) run('ip', '-n', netns, 'link', 'set', link, 'up');
  for (const [netns, link] of ends)
    while (!/ state UP /.test(run('ip', '-n', netns, 'link', 'show', link))) await new Promise((resolve) => setImmediate(resolve));
}

/** The ends. IPv4 only: no router solicitations among the packets that a test counts. */
const ENDS = [
  { iface: 'va', mac: '02:00:00:00:00:0a', addresses: ['10.77.0.1/24'] },
  { iface: 'vb', mac: '02:00:00:00:00:0b', addresses: ['10.77.0.2/24'] },
] as const;

let made = 0;

export function twoNamespaces(): TwoNamespaces {
  const stem = `pkwt-${process.pid}-${made++}${Math.random().toString(36).slice(2, 6)}`;
  const pair = makeNamespacePair(stem, ENDS);
  const [a, b] = pair.names;
  const fdA = openSync(`/run/netns/${a}`, 'r');
  const fdB = openSync(`/run/netns/${b}`, 'r');
  return {
    a,
    b,
    fdA,
    fdB,
    remove: () => {
      closeSync(fdA);
      closeSync(fdB);
      pair.remove();
    },
  };
}

/** IPv6 on va of namespace a after all: addresses are there at once, and nothing is sent that nobody asked for. */
export function enableIpv6({ a }: TwoNamespaces): void {
  const quiet = ['all', 'default', 'va'].flatMap((which) => [
    `net.ipv6.conf.${which}.accept_dad=0`,
    `net.ipv6.conf.${which}.router_solicitations=0`,
  ]);
  run('ip', 'netns', 'exec', a, 'sysctl', '-qw', ...quiet, 'net.ipv6.conf.all.disable_ipv6=0');
}

/** What live tests need: packet sockets, namespaces, and the program that makes them. */
export function requireLive(...programs: string[]): Condition {
  return all(requireRoot(), requireAddon(), ...['ip', ...programs].map(requireProgram));
}

/** An Ethernet frame from a to b of type 0x88b5 (IEEE 802: local experiments), filled with octets that tell frames apart. */
export function frame(number: number, length = 60, etherType = 0x88b5): Uint8Array {
  const octets = new Uint8Array(length);
  octets.set(MAC_B);
  octets.set(MAC_A, 6);
  octets[12] = etherType >>> 8;
  octets[13] = etherType & 0xff;
  for (let i = 14; i < length; i++) octets[i] = i < 18 ? number >>> (8 * (17 - i)) : number + i;
  return octets;
}

/** The number that {@link frame} wrote. */
export function numberOf(octets: Uint8Array, at = 14): number {
  return ((octets[at]! << 24) | (octets[at + 1]! << 16) | (octets[at + 2]! << 8) | octets[at + 3]!) >>> 0;
}
