/** The three listings of a program that `tcpdump -d`, `-dd` and `-ddd` print. */
import {
  A,
  ABS,
  ADD,
  ALU,
  ANCILLARY,
  ANCILLARY_FACTS,
  AND,
  B,
  DIV,
  H,
  IMM,
  IND,
  type Instruction,
  JA,
  JEQ,
  JGE,
  JGT,
  JMP,
  JSET,
  K,
  LD,
  LDX,
  LEN,
  LSH,
  MEM,
  MISC,
  MOD,
  MSH,
  MUL,
  NEG,
  OR,
  RET,
  RSH,
  ST,
  STX,
  SUB,
  TAX,
  TXA,
  unpackProgram,
  W,
  X,
  XOR,
  CLASS_MASK,
} from './instructions.ts';
import type { BpfProgram } from './program.ts';

/** `assembly` is tcpdump's -d, `c` its -dd (to include in a C program), `decimal` its -ddd (as iptables' bpf match takes it, with commas). */
export type FilterListing = 'assembly' | 'c' | 'decimal';

/** A program as text, one instruction a line, each line ended; the very text of tcpdump. @throws PacketwrightError ERR_FILTER */
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
    [RET | K, ['ret', '#%']],
    [RET | A, ['ret', '']],
    [LD | W | LEN, ['ld', '#pktlen']],
    [LDX | W | LEN, ['ldx', '#pktlen']],
    [LD | IMM, ['ld', '#$']],
    [LDX | IMM, ['ldx', '#$']],
    [LDX | B | MSH, ['ldxb', '4*([%]&0xf)']],
    [LD | MEM, ['ld', 'M[%]']],
    [LDX | MEM, ['ldx', 'M[%]']],
    [ST, ['st', 'M[%]']],
    [STX, ['stx', 'M[%]']],
    [ALU | NEG, ['neg', '']],
    [MISC | TAX, ['tax', '']],
    [MISC | TXA, ['txa', '']],
  ]);
  for (const [size, name] of [
    [W, 'ld'],
    [H, 'ldh'],
    [B, 'ldb'],
  ] as const) {
    all.set(LD | size | ABS, [name, '[%]']);
    all.set(LD | size | IND, [name, '[x + %]']);
  }
  for (const [operator, name, shape] of [
    [ADD, 'add', '#%'],
    [SUB, 'sub', '#%'],
    [MUL, 'mul', '#%'],
    [DIV, 'div', '#%'],
    [MOD, 'mod', '#%'],
    [AND, 'and', '#$'],
    [OR, 'or', '#$'],
    [XOR, 'xor', '#$'],
    [LSH, 'lsh', '#%'],
    [RSH, 'rsh', '#%'],
  ] as const) {
    all.set(ALU | operator | K, [name, shape]);
    all.set(ALU | operator | X, [name, 'x']);
  }
  for (const [operator, name] of [
    [JEQ, 'jeq'],
    [JGT, 'jgt'],
    [JGE, 'jge'],
    [JSET, 'jset'],
  ] as const) {
    all.set(JMP | operator | K, [name, '#$']);
    all.set(JMP | operator | X, [name, 'x']);
  }
  return all;
}

const FACT_NAMES: ReadonlyMap<number, string> = /* @__PURE__ */ new Map(
  Object.entries(ANCILLARY_FACTS).map(([name, number]) => [number, name]),
);

function assembly(instruction: Instruction, i: number): string {
  const { code, jt, jf } = instruction;
  const [name, operand] = words(instruction, i);
  const start = `(${`${i}`.padStart(3, '0')}) ${name.padEnd(8)} `;
  if ((code & CLASS_MASK) !== JMP || code === (JMP | JA)) return start + operand;
  return `${start}${operand.padEnd(16)} jt ${i + 1 + jt}\tjf ${i + 1 + jf}`;
}

function words({ code, k }: Instruction, i: number): readonly [string, string] {
  if (code === (JMP | JA)) return ['ja', `${i + 1 + (k | 0)}`];
  const shape = SHAPES.get(code);
  if (shape === undefined) return ['unimp', `0x${code.toString(16)}`];
  const [name, form] = shape;
  const known = k >= ANCILLARY ? FACT_NAMES.get(k - ANCILLARY) : undefined;
  if (known !== undefined && form === '[%]') return [name, `[${known}]`];
  return [name, form.replace('%', `${k | 0}`).replace('$', `0x${k.toString(16)}`)];
}
