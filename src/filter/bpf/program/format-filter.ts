/** The three listings of a program that `tcpdump -d`, `-dd` and `-ddd` print. */
import * as op from './codes.ts';
import { type Instruction, unpackProgram } from './instructions.ts';
import type { BpfProgram } from './program.ts';

/** `assembly` is tcpdump's -d, `c` its -dd (to include in a C program), `decimal` its -ddd (as iptables' bpf match takes it, with commas). */
export type FilterListing = 'assembly' | 'c' | 'decimal';

/** A program as text, one instruction per line, each with a newline; the same text as tcpdump's. @throws PacketwrightError ERR_FILTER */
export function formatFilter(program: BpfProgram, style: FilterListing = 'assembly'): string {
  const instructions = unpackProgram(program);
  switch (style) {
    case 'assembly':
      return lines(instructions.map(assembly));
    case 'c':
      return lines(
        instructions.map(({ code, jt, jf, k }) => `{ 0x${code.toString(16)}, ${jt}, ${jf}, 0x${k.toString(16).padStart(8, '0')} },`),
      );
    case 'decimal':
      return lines([`${instructions.length}`, ...instructions.map(({ code, jt, jf, k }) => `${code} ${jt} ${jf} ${k}`)]);
  }
}

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

/** How an operand is shown: `%` stands for it signed, `$` for it in hexadecimal. */
const SHAPES: ReadonlyMap<number, readonly [string, string]> = /* @__PURE__ */ shapes();

function shapes(): Map<number, readonly [string, string]> {
  const all = new Map<number, readonly [string, string]>([
    [op.RET | op.K, ['ret', '#%']],
    [op.RET | op.A, ['ret', '']],
    [op.LD | op.W | op.LEN, ['ld', '#pktlen']],
    [op.LDX | op.W | op.LEN, ['ldx', '#pktlen']],
    [op.LD | op.IMM, ['ld', '#$']],
    [op.LDX | op.IMM, ['ldx', '#$']],
    [op.LDX | op.B | op.MSH, ['ldxb', '4*([%]&0xf)']],
    [op.LD | op.MEM, ['ld', 'M[%]']],
    [op.LDX | op.MEM, ['ldx', 'M[%]']],
    [op.ST, ['st', 'M[%]']],
    [op.STX, ['stx', 'M[%]']],
    [op.ALU | op.NEG, ['neg', '']],
    [op.MISC | op.TAX, ['tax', '']],
    [op.MISC | op.TXA, ['txa', '']],
  ]);
  for (const [size, name] of [
    [op.W, 'ld'],
    [op.H, 'ldh'],
    [op.B, 'ldb'],
  ] as const) {
    all.set(op.LD | size | op.ABS, [name, '[%]']);
    all.set(op.LD | size | op.IND, [name, '[x + %]']);
  }
  for (const [operator, name, shape] of [
    [op.ADD, 'add', '#%'],
    [op.SUB, 'sub', '#%'],
    [op.MUL, 'mul', '#%'],
    [op.DIV, 'div', '#%'],
    [op.MOD, 'mod', '#%'],
    [op.AND, 'and', '#$'],
    [op.OR, 'or', '#$'],
    [op.XOR, 'xor', '#$'],
    [op.LSH, 'lsh', '#%'],
    [op.RSH, 'rsh', '#%'],
  ] as const) {
    all.set(op.ALU | operator | op.K, [name, shape]);
    all.set(op.ALU | operator | op.X, [name, 'x']);
  }
  for (const [operator, name] of [
    [op.JEQ, 'jeq'],
    [op.JGT, 'jgt'],
    [op.JGE, 'jge'],
    [op.JSET, 'jset'],
  ] as const) {
    all.set(op.JMP | operator | op.K, [name, '#$']);
    all.set(op.JMP | operator | op.X, [name, 'x']);
  }
  return all;
}

const FACT_NAMES: ReadonlyMap<number, string> = /* @__PURE__ */ new Map(
  Object.entries(op.ANCILLARY_FACTS).map(([name, number]) => [number, name]),
);

function assembly(instruction: Instruction, i: number): string {
  const { code, jt, jf } = instruction;
  const [name, operand] = words(instruction, i);
  const start = `(${`${i}`.padStart(3, '0')}) ${name.padEnd(8)} `;
  if ((code & op.CLASS_MASK) !== op.JMP || code === (op.JMP | op.JA)) return start + operand;
  return `${start}${operand.padEnd(16)} jt ${i + 1 + jt}\tjf ${i + 1 + jf}`;
}

function words({ code, k }: Instruction, i: number): readonly [string, string] {
  if (code === (op.JMP | op.JA)) return ['ja', `${i + 1 + (k | 0)}`];
  const shape = SHAPES.get(code);
  if (shape === undefined) return ['unimp', `0x${code.toString(16)}`];
  const [name, form] = shape;
  const known = k >= op.ANCILLARY ? FACT_NAMES.get(k - op.ANCILLARY) : undefined;
  if (known !== undefined && form === '[%]') return [name, `[${known}]`];
  return [name, form.replace('%', `${k | 0}`).replace('$', `0x${k.toString(16)}`)];
}
