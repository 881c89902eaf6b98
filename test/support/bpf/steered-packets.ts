/** Packets that lead a filter program down many of its ways: it is run over octets that are changed, now and then, to what it asks for. */
import type { Random } from '../../../src/bytes/random.ts';
import { ANCILLARY } from '../../../src/filter/bpf/program/codes.ts';
import { type Instruction, unpackProgram } from '../../../src/filter/bpf/program/instructions.ts';
import type { BpfProgram } from '../../../src/filter/bpf/program/program.ts';
import { calculate } from '../../../src/filter/bpf/program/calculate.ts';
import type { PacketFacts } from '../../../src/filter/bpf/program/run-filter.ts';

export interface SteeredPacket {
  readonly octets: Uint8Array;
  readonly facts: PacketFacts;
}

/** Where a value in the accumulator was read, if it was read at all, and through which mask. */
interface Origin {
  readonly at: number;
  readonly size: number;
  readonly mask: number;
}

export interface SteerOptions {
  /** Packets to begin with; none are changed. */
  readonly bases?: readonly Uint8Array[];
  /** Every packet has so many octets. Default: most have 100 to 200, a tenth fewer than 64. */
  readonly size?: number;
}

export function steeredPackets(
  program: BpfProgram,
  random: Random,
  count: number,
  { bases = [], size }: SteerOptions = {},
): SteeredPacket[] {
  const instructions = unpackProgram(program);
  return Array.from({ length: count }, () => {
    const octets = beginning(random, bases, size);
    const facts: PacketFacts = {
      wireLength: octets.length + (random.below(4) === 0 ? random.below(2000) : 0),
      vlan: random.below(2) === 0 ? undefined : random.below(4096),
      packetType: random.below(5),
      ifindex: random.below(11),
    };
    steer(instructions, octets, facts, random);
    return { octets, facts };
  });
}

/** One of the bases, whole or cut or padded to the size, or octets that are all the same. */
function beginning(random: Random, bases: readonly Uint8Array[], given: number | undefined): Uint8Array {
  const base = bases.length > 0 && random.below(4) > 0 ? random.pick(bases) : undefined;
  if (base !== undefined && given === undefined && random.below(3) === 0) return Uint8Array.from(base);
  const octets = new Uint8Array(given ?? (random.below(10) === 0 ? random.below(65) : between(random, 100, 200)));
  if (base !== undefined) octets.set(base.subarray(0, octets.length));
  else if (random.below(2) === 0) octets.fill(random.below(256));
  return octets;
}

function steer(instructions: readonly Instruction[], octets: Uint8Array, facts: PacketFacts, random: Random): void {
  const eager = between(random, 1, 10);
  const memory = new Uint32Array(16);
  const origins: (Origin | undefined)[] = [];
  let [a, x, pc] = [0, 0, 0];
  let origin: Origin | undefined;
  const read = (at: number, size: number): boolean => {
    if (at + size > octets.length) return false;
    a = 0;
    for (let i = 0; i < size; i++) a = ((a << 8) | (octets[at + i] as number)) >>> 0;
    origin = { at, size, mask: 0xffffffff };
    return true;
  };
  for (let steps = 0; steps < 5000; steps++) {
    const { code, jt, jf, k } = instructions[pc++] as Instruction;
    const size = (code & 0x18) === 0 ? 4 : (code & 0x18) === 8 ? 2 : 1;
    switch (code & 7) {
      case 0: // ld
        origin = undefined;
        if ((code & 0xe0) === 0x20) {
          if (k >= ANCILLARY) a = factOf(k - ANCILLARY, facts);
          else if (!read(k, size)) return;
        } else if ((code & 0xe0) === 0x40) {
          if (!read((x + k) >>> 0, size)) return;
        } else if ((code & 0xe0) === 0x60) {
          a = memory[k] as number;
          origin = origins[k];
        } else a = (code & 0xe0) === 0x80 ? (facts.wireLength ?? octets.length) : k;
        break;
      case 1: // ldx
        if ((code & 0xe0) === 0xa0) {
          if (k >= octets.length) return;
          if (between(random, 0, 3) > 0) octets[k] = ((octets[k] as number) & 0xf0) | 5;
          x = ((octets[k] as number) & 15) << 2;
        } else x = (code & 0xe0) === 0x60 ? (memory[k] as number) : (code & 0xe0) === 0x80 ? (facts.wireLength ?? octets.length) : k;
        break;
      case 2:
        memory[k] = a;
        origins[k] = origin;
        break;
      case 3:
        memory[k] = x;
        origins[k] = undefined;
        break;
      case 4: {
        const right = (code & 8) === 0 ? k : x;
        if ((code & 0xf0) === 0x50 && origin !== undefined) origin = { ...origin, mask: (origin.mask & right) >>> 0 };
        else origin = undefined;
        if (((code & 0xf0) === 0x30 || (code & 0xf0) === 0x90) && right === 0) return;
        a = calculate(code & 0xf0, a, right);
        break;
      }
      case 5: {
        if ((code & 0xf0) === 0) {
          pc += k | 0;
          break;
        }
        const right = (code & 8) === 0 ? k : x;
        if (origin !== undefined && between(random, 0, 10) < eager) {
          const by = (code & 0xf0) === 0x10 ? 0 : between(random, -1, 1);
          a = write(octets, origin, (right + by) >>> 0);
        }
        pc +=
          (code & 0xf0) === 0x10
            ? a === right
              ? jt
              : jf
            : (code & 0xf0) === 0x20
              ? a > right
                ? jt
                : jf
              : (code & 0xf0) === 0x30
                ? a >= right
                  ? jt
                  : jf
                : (a & right) !== 0
                  ? jt
                  : jf;
        break;
      }
      case 6:
        return;
      default:
        if ((code & 0xf8) === 0x80) {
          a = x;
          origin = undefined;
        } else x = a;
    }
  }
}

/** Makes the masked part of a field a value, as far as it fits. @returns the masked field */
function write(octets: Uint8Array, { at, size, mask }: Origin, value: number): number {
  let field = 0;
  for (let i = 0; i < size; i++) field = ((field << 8) | (octets[at + i] as number)) >>> 0;
  field = ((field & ~mask) | (value & mask)) >>> 0;
  for (let i = 0; i < size; i++) octets[at + i] = field >>> (8 * (size - 1 - i));
  const most = size === 4 ? 0xffffffff : 2 ** (8 * size) - 1;
  return (field & most & mask) >>> 0;
}

function factOf(number: number, facts: PacketFacts): number {
  return number === 4
    ? (facts.packetType ?? 0)
    : number === 8
      ? (facts.ifindex ?? 0)
      : number === 44
        ? (facts.vlan ?? 0)
        : number === 48
          ? facts.vlan === undefined
            ? 0
            : 1
          : 0;
}

const between = (random: Random, low: number, high: number): number => low + random.below(high - low + 1);
