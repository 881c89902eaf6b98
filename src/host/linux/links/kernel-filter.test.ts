import { describe, expect, it } from 'vitest';
import type { BpfProgram } from '../../host.ts';
import { WHOLE } from '../../../filter/bpf/program/program.ts';
import { DROP_ALL, filterFor } from './kernel-filter.ts';

type Instruction = readonly [code: number, jt: number, jf: number, k: number];

function program(...instructions: Instruction[]): BpfProgram {
  const octets = new Uint8Array(instructions.length * 8);
  const view = new DataView(octets.buffer);
  instructions.forEach(([code, jt, jf, k], i) => {
    view.setUint16(i * 8, code, true);
    view.setUint8(i * 8 + 2, jt);
    view.setUint8(i * 8 + 3, jf);
    view.setUint32(i * 8 + 4, k, true);
  });
  return { instructions: octets, length: instructions.length };
}

function listing(octets: Uint8Array): Instruction[] {
  const view = new DataView(octets.buffer, octets.byteOffset);
  return Array.from({ length: octets.length / 8 }, (_, i) => [
    view.getUint16(i * 8, true),
    view.getUint8(i * 8 + 2),
    view.getUint8(i * 8 + 3),
    view.getUint32(i * 8 + 4, true),
  ]);
}

describe('filterFor', () => {
  it('is nothing when nothing is filtered or cut', () => {
    expect(filterFor(undefined, WHOLE, undefined)).toHaveLength(0);
    expect(listing(filterFor(undefined, 96, undefined))).toEqual([[6, 0, 0, 96]]);
    expect(listing(DROP_ALL)).toEqual([[6, 0, 0, 0]]);
  });

  it('cuts what passes to the snapshot length, and leaves the given program alone', () => {
    const given = program([0x28, 0, 0, 12], [0x15, 0, 1, 0x800], [0x06, 0, 0, 262_144], [0x06, 0, 0, 0], [0x16, 0, 0, 5]);
    const before = given.instructions.slice();
    expect(listing(filterFor(given, 100, undefined))).toEqual([
      [0x28, 0, 0, 12],
      [0x15, 0, 1, 0x800],
      [0x06, 0, 0, 100],
      [0x06, 0, 0, 0],
      [0x16, 0, 0, 5],
    ]);
    expect(given.instructions).toEqual(before);
  });

  // The left column is what `tcpdump -y LINUX_SLL2 -d 'ip and tcp dst port 80'` prints (libpcap 1.10).
  it('moves a cooked program to where the kernel has the packet', () => {
    const tcpdump = program(
      [0x28, 0, 0, 0], //      ldh [0]
      [0x15, 0, 8, 0x800], //  jeq #0x800
      [0x30, 0, 0, 29], //     ldb [29]
      [0x15, 0, 6, 6], //      jeq #6
      [0x28, 0, 0, 26], //     ldh [26]
      [0x45, 4, 0, 0x1fff], // jset #0x1fff
      [0xb1, 0, 0, 20], //     ldxb 4*([20]&0xf)
      [0x48, 0, 0, 22], //     ldh [x + 22]
      [0x15, 0, 1, 80], //     jeq #80
      [0x06, 0, 0, 262_144],
      [0x06, 0, 0, 0],
    );
    expect(listing(filterFor(tcpdump, WHOLE, 276)).map(([code, , , k]) => [code, k])).toEqual([
      [0x28, 0xfffff000], // SKF_AD_OFF + SKF_AD_PROTOCOL
      [0x15, 0x800],
      [0x30, 9],
      [0x15, 6],
      [0x28, 6],
      [0x45, 0x1fff],
      [0xb1, 0],
      [0x48, 2],
      [0x15, 80],
      [0x06, 262_144],
      [0x06, 0],
    ]);
  });

  it('knows the facts that the header would hold, and says what it cannot have', () => {
    const facts = program([0x20, 0, 0, 4], [0x28, 0, 0, 8], [0x30, 0, 0, 10], [0x20, 0, 0, 0xfffff004]);
    expect(listing(filterFor(facts, WHOLE, 276)).map(([, , , k]) => k)).toEqual([0xfffff008, 0xfffff01c, 0xfffff004, 0xfffff004]);
    expect(() => filterFor(program([0x06, 0, 0, 1], [0x20, 0, 0, 12]), WHOLE, 276)).toThrow(
      'instruction 1 reads octet 12 of the cooked header',
    );
  });

  // `tcpdump -i any -y LINUX_SLL -d 'icmp and inbound'` (libpcap 1.10), and what libpcap hands the kernel for it.
  it('does the same for the older header', () => {
    const tcpdump = program(
      [0x28, 0, 0, 14], //    ldh [14]
      [0x15, 0, 5, 0x800],
      [0x30, 0, 0, 25], //    ldb [25]
      [0x15, 0, 3, 1],
      [0x28, 0, 0, 0], //     ldh [0]
      [0x15, 1, 0, 4],
      [0x06, 0, 0, 262_144],
      [0x06, 0, 0, 0],
    );
    expect(listing(filterFor(tcpdump, WHOLE, 113)).map(([, , , k]) => k)).toEqual([0xfffff000, 0x800, 9, 1, 0xfffff004, 4, 262_144, 0]);
    expect(() => filterFor(program([0x30, 0, 0, 14]), WHOLE, 113)).toThrow('reads octet 14 of the cooked header');
  });
});
