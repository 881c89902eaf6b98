/** For tests: two network namespaces joined by a veth pair, made and removed by the test. Nothing leaves them. */
import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
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

let made = 0;

export function twoNamespaces(): TwoNamespaces {
  const stem = `pkwt-${process.pid}-${made++}${Math.random().toString(36).slice(2, 6)}`;
  const a = `${stem}-a`;
  const b = `${stem}-b`;
  const remove = (): void => {
    for (const name of [a, b]) {
      try {
        run('ip', 'netns', 'del', name);
      } catch {
        // Not made, or removed already.
      }
    }
  };
  try {
    for (const [name, other] of [
      [a, 'va'],
      [b, 'vb'],
    ] as const) {
      run('ip', 'netns', 'add', name);
      // No router solicitations among the packets that a test counts.
      run('ip', 'netns', 'exec', name, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1');
      if (other === 'vb') run('ip', '-n', a, 'link', 'add', 'va', 'type', 'veth', 'peer', 'name', 'vb', 'netns', b);
    }
    for (const [name, device, mac, address] of [
      [a, 'va', '0a', '1'],
      [b, 'vb', '0b', '2'],
    ] as const) {
      run('ip', '-n', name, 'addr', 'add', `10.77.0.${address}/24`, 'dev', device);
      run('ip', '-n', name, 'link', 'set', 'lo', 'up');
      run('ip', '-n', name, 'link', 'set', device, 'address', `02:00:00:00:00:${mac}`, 'up');
    }
    run('ip', '-n', a, 'neigh', 'replace', '10.77.0.2', 'lladdr', '02:00:00:00:00:0b', 'dev', 'va', 'nud', 'permanent');
    run('ip', '-n', b, 'neigh', 'replace', '10.77.0.1', 'lladdr', '02:00:00:00:00:0a', 'dev', 'vb', 'nud', 'permanent');
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
        remove();
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
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
