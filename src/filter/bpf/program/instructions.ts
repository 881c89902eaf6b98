/** One instruction of classic BPF, and a program's packed form, which `SO_ATTACH_FILTER` takes. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { shown } from '../../../packet/spec/wants.ts';
import type { BpfProgram } from './program.ts';

/** One instruction. `jt` and `jf` are distances from the next instruction, `k` is unsigned. */
export interface Instruction {
  readonly code: number;
  readonly jt: number;
  readonly jf: number;
  readonly k: number;
}

// Typed arrays are in the machine's byte order, which is the one that the kernel takes.
const littleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Instructions as the kernel takes them. */
export function packProgram(instructions: readonly Instruction[], text?: string): BpfProgram {
  const octets = new Uint8Array(instructions.length * 8);
  const view = new DataView(octets.buffer);
  for (const [i, { code, jt, jf, k }] of instructions.entries()) {
    view.setUint16(i * 8, code, littleEndian);
    view.setUint8(i * 8 + 2, jt);
    view.setUint8(i * 8 + 3, jf);
    view.setUint32(i * 8 + 4, k, littleEndian);
  }
  return { instructions: octets, length: instructions.length, ...(text === undefined ? {} : { text }) };
}

/** A program's instructions. @throws PacketwrightError ERR_FILTER when its octets are not 8 an instruction. */
export function unpackProgram(program: BpfProgram): Instruction[] {
  const { instructions: octets, length } = (program ?? {}) as Partial<BpfProgram>;
  if (!(octets instanceof Uint8Array) || length === undefined)
    throw new PacketwrightError('ERR_FILTER', `a program is what compile() gives, not ${shown(program)}`, { value: program });
  if (octets.length !== length * 8)
    throw new PacketwrightError('ERR_FILTER', `a program of ${length} instructions needs ${length * 8} octets, found ${octets.length}`, {
      length,
      octets: octets.length,
    });
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  return Array.from({ length }, (_, i) => ({
    code: view.getUint16(i * 8, littleEndian),
    jt: view.getUint8(i * 8 + 2),
    jf: view.getUint8(i * 8 + 3),
    k: view.getUint32(i * 8 + 4, littleEndian),
  }));
}
