/** For tests of live links: packets that stay, and how they are read. */
import type { PacketBatch } from '../../src/capture/batch.ts';
import type { BpfProgram } from '../../src/host/host.ts';
import type { KernelLink } from '../../src/host/linux/links/kernel-link.ts';
import { numberOf, run } from './live-links.ts';

/** A packet as the tests keep it. */
export interface Kept {
  readonly octets: Uint8Array;
  readonly wire: number;
  readonly flags: number;
  readonly sec: number;
}

export function keep(batch: PacketBatch, i: number): Kept {
  const at = batch.offset[i]!;
  return { octets: batch.data.slice(at, at + batch.captured[i]!), wire: batch.wire[i]!, flags: batch.flags[i]!, sec: batch.sec[i]! };
}

/** `ldh [12]; jeq type; ret 262144; ret 0`, as `tcpdump -ddd ether proto 0x88b5` has it. */
export function etherTypeFilter(type: number): BpfProgram {
  const instructions = new Uint8Array(32);
  const view = new DataView(instructions.buffer);
  [
    [0x28, 0, 0, 12],
    [0x15, 0, 1, type],
    [0x06, 0, 0, 262_144],
    [0x06, 0, 0, 0],
  ].forEach(([code, jt, jf, k], i) => {
    view.setUint16(i * 8, code!, true);
    view.setUint8(i * 8 + 2, jt!);
    view.setUint8(i * 8 + 3, jf!);
    view.setUint32(i * 8 + 4, k!, true);
  });
  return { instructions, length: 4 };
}

/** Whether `frame` of live-links.ts made it. */
export const ours = (packet: Kept): boolean => packet.octets[12] === 0x88 && packet.octets[13] === 0xb5;

/** The next `n` packets that are wanted. */
export async function take(link: KernelLink<Kept>, n: number, wanted: (packet: Kept) => boolean = ours): Promise<Kept[]> {
  const kept: Kept[] = [];
  for await (const packet of link.packets({ signal: AbortSignal.timeout(5000) })) {
    if (wanted(packet)) kept.push(packet);
    if (kept.length === n) break;
  }
  return kept;
}

export const numbers = (packets: readonly Kept[]): number[] => packets.map((packet) => numberOf(packet.octets));
export const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** What tcpdump compiles a filter to for `-i any`. @param type LINUX_SLL or LINUX_SLL2 */
export function tcpdumpProgram(type: string, filter: string): BpfProgram {
  const [, ...lines] = run('tcpdump', '-i', 'any', '-y', type, '-ddd', filter).trim().split('\n');
  const instructions = new Uint8Array(lines.length * 8);
  const view = new DataView(instructions.buffer);
  lines.forEach((line, i) => {
    const [code, jt, jf, k] = line.split(' ').map(Number) as [number, number, number, number];
    view.setUint16(i * 8, code, true);
    view.setUint8(i * 8 + 2, jt);
    view.setUint8(i * 8 + 3, jf);
    view.setUint32(i * 8 + 4, k, true);
  });
  return { instructions, length: lines.length };
}
