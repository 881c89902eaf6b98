/** Whether a program is one that the kernel would take. */
import { checkOptions } from '../../../bytes/known-options.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import * as op from './codes.ts';
import { type Instruction, unpackProgram } from './instructions.ts';
import type { BpfProgram } from './program.ts';

/** What is allowed beyond the kernel's rules. */
export interface CheckOptions {
  /**
   * Allow what this package's interpreter runs and the kernel refuses: jumps backwards, which libpcap makes for `protochain`, and more than
   * 4096 instructions. Default false.
   */
  interpreted?: boolean;
}

const CODES: ReadonlySet<number> = /* @__PURE__ */ allCodes();

function allCodes(): Set<number> {
  const codes = [
    op.RET | op.K,
    op.RET | op.A,
    op.LD | op.W | op.LEN,
    op.LDX | op.W | op.LEN,
    op.LD | op.IMM,
    op.LDX | op.IMM,
    op.LDX | op.B | op.MSH,
    op.LD | op.MEM,
    op.LDX | op.MEM,
    op.ST,
    op.STX,
  ];
  for (const size of [op.W, op.H, op.B]) codes.push(op.LD | size | op.ABS, op.LD | size | op.IND);
  for (const operator of [op.ADD, op.SUB, op.MUL, op.DIV, op.MOD, op.AND, op.OR, op.XOR, op.LSH, op.RSH])
    codes.push(op.ALU | operator | op.K, op.ALU | operator | op.X);
  codes.push(op.ALU | op.NEG, op.MISC | op.TAX, op.MISC | op.TXA, op.JMP | op.JA);
  for (const operator of [op.JEQ, op.JGT, op.JGE, op.JSET]) codes.push(op.JMP | operator | op.K, op.JMP | operator | op.X);
  return new Set(codes);
}

const FACTS: ReadonlySet<number> = /* @__PURE__ */ new Set<number>(Object.values(op.ANCILLARY_FACTS));

/**
 * Refuses what the kernel's checker refuses (net/core/filter.c, bpf_check_classic): unknown codes, jumps out of the program or backwards,
 * division by a constant 0, shifts by more than 31, memory words that do not exist or are not written yet, no return at the end.
 *
 * @throws PacketwrightError ERR_FILTER with the instruction's number, from 0.
 */
export function checkProgram(program: BpfProgram, o: CheckOptions = {}): void {
  checkOptions('checkProgram', o, { interpreted: true });
  const { interpreted = false } = o;
  const instructions = unpackProgram(program);
  const { length } = instructions;
  if (length === 0 || (length > op.MAX_INSTRUCTIONS && !interpreted))
    throw new PacketwrightError('ERR_FILTER', `a program must have 1 to ${op.MAX_INSTRUCTIONS} instructions, not ${length}`, { length });
  for (const [i, instruction] of instructions.entries()) {
    const wrong = fault(instruction, i, length, interpreted);
    if (wrong !== undefined) refuse(i, instruction, wrong);
  }
  const last = instructions[length - 1] as Instruction;
  if ((last.code & op.CLASS_MASK) !== op.RET) refuse(length - 1, last, 'the last instruction must be a return');
  if (!interpreted) checkMemory(instructions);
}

function refuse(i: number, { code }: Instruction, wrong: string): never {
  throw new PacketwrightError('ERR_FILTER', `instruction ${i} (code 0x${code.toString(16)}): ${wrong}`, { instruction: i, code });
}

/** What is wrong with one instruction. */
function fault({ code, jt, jf, k }: Instruction, i: number, length: number, backwards: boolean): string | undefined {
  if (!CODES.has(code)) return 'unknown code';
  switch (code) {
    case op.ALU | op.DIV | op.K:
    case op.ALU | op.MOD | op.K:
      return k === 0 ? 'divides by 0' : undefined;
    case op.ALU | op.LSH | op.K:
    case op.ALU | op.RSH | op.K:
      return k > 31 ? `shifts by ${k}; the most is 31` : undefined;
    case op.LD | op.MEM:
    case op.LDX | op.MEM:
    case op.ST:
    case op.STX:
      return k >= op.MEMORY_WORDS ? `there is no memory word ${k}: expected 0 to ${op.MEMORY_WORDS - 1}` : undefined;
    case op.JMP | op.JA: {
      const target = backwards ? i + 1 + (k | 0) : i + 1 + k;
      return target < 0 || target >= length ? `jumps to ${target}, but the program ends at ${length - 1}` : undefined;
    }
    case op.LD | op.W | op.ABS:
    case op.LD | op.H | op.ABS:
    case op.LD | op.B | op.ABS:
      return k >= op.ANCILLARY && !FACTS.has(k - op.ANCILLARY) ? 'unknown ancillary load' : undefined;
    default:
      if ((code & op.CLASS_MASK) !== op.JMP) return undefined;
      return i + 1 + Math.max(jt, jf) >= length ? `jumps to ${i + 1 + Math.max(jt, jf)}, but the program ends at ${length - 1}` : undefined;
  }
}

/** Every memory word is written before it is read, on whatever way. */
function checkMemory(instructions: readonly Instruction[]): void {
  const written = new Uint16Array(instructions.length).fill(0xffff);
  let now = 0;
  for (const [i, instruction] of instructions.entries()) {
    const { code, jt, jf, k } = instruction;
    now &= i === 0 ? 0 : (written[i] as number);
    if (code === op.ST || code === op.STX) now |= 1 << k;
    else if ((code === (op.LD | op.MEM) || code === (op.LDX | op.MEM)) && (now & (1 << k)) === 0)
      refuse(i, instruction, `memory word ${k} is read before it is written`);
    else if (code === (op.JMP | op.JA)) {
      written[i + 1 + k]! &= now;
      now = 0xffff;
    } else if ((code & op.CLASS_MASK) === op.JMP) {
      written[i + 1 + jt]! &= now;
      written[i + 1 + jf]! &= now;
      now = 0xffff;
    } else if ((code & op.CLASS_MASK) === op.RET) now = 0xffff;
  }
}
