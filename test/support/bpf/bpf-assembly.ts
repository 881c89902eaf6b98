/** Reads the listing of `tcpdump -d`, in which libpcap's own test cases are written. */
import { ANCILLARY, ANCILLARY_FACTS, type AncillaryFact } from '../../../src/filter/bpf/program/codes.ts';
import { type Instruction, packProgram } from '../../../src/filter/bpf/program/instructions.ts';
import type { BpfProgram } from '../../../src/filter/bpf/program/program.ts';

const LOADS: Readonly<Record<string, number>> = { ld: 0x00, ldh: 0x08, ldb: 0x10 };
const ARITHMETIC: Readonly<Record<string, number>> = {
  add: 0x00,
  sub: 0x10,
  mul: 0x20,
  div: 0x30,
  or: 0x40,
  and: 0x50,
  lsh: 0x60,
  rsh: 0x70,
  mod: 0x90,
  xor: 0xa0,
};
const JUMPS: Readonly<Record<string, number>> = { jeq: 0x10, jgt: 0x20, jge: 0x30, jset: 0x40 };

export function parseAssembly(listing: string): BpfProgram {
  return packProgram(listing.trim().split('\n').map(instruction));
}

function instruction(line: string, i: number): Instruction {
  const [, name = '', rest = ''] = /^\(\d+\)\s+(\w+)\s*([^;]*)/.exec(line) ?? [];
  const [, operand = '', jt, jf] = /^(.*?)(?:\s+jt (\d+)\s+jf (\d+))?\s*$/.exec(rest) ?? [];
  const plain = (code: number, k = 0): Instruction => ({ code, jt: 0, jf: 0, k: k >>> 0 });
  const number = Number(/-?(?:0x[0-9a-f]+|\d+)/i.exec(operand)?.[0] ?? '0');
  const jump = JUMPS[name];
  if (jump !== undefined) {
    const code = 0x05 | jump | (operand === 'x' ? 0x08 : 0);
    return { code, jt: Number(jt) - i - 1, jf: Number(jf) - i - 1, k: operand === 'x' ? 0 : number >>> 0 };
  }
  const arithmetic = ARITHMETIC[name];
  if (arithmetic !== undefined) return operand === 'x' ? plain(0x0c | arithmetic) : plain(0x04 | arithmetic, number);
  switch (name) {
    case 'ret':
      return operand === '' ? plain(0x16) : plain(0x06, number);
    case 'ja':
      return plain(0x05, number - i - 1);
    case 'neg':
      return plain(0x84);
    case 'tax':
      return plain(0x07);
    case 'txa':
      return plain(0x87);
    case 'st':
      return plain(0x02, number);
    case 'stx':
      return plain(0x03, number);
    case 'ldxb':
      return plain(0xb1, Number(/\[(\d+)\]/.exec(operand)?.[1]));
  }
  if (operand.startsWith('M[')) return plain(name === 'ldx' ? 0x61 : 0x60, number);
  if (operand === '#pktlen') return plain(name === 'ldx' ? 0x81 : 0x80);
  if (operand.startsWith('#')) return plain(name === 'ldx' ? 0x01 : 0x00, number);
  const size = LOADS[name];
  if (size === undefined) throw new Error(`no such instruction: ${line}`);
  if (operand.startsWith('[x')) return plain(0x40 | size, number);
  const fact = /^\[([a-z_]+)\]$/.exec(operand)?.[1];
  return plain(0x20 | size, fact === undefined ? number : ANCILLARY + ANCILLARY_FACTS[fact as AncillaryFact]);
}
