/** Whether a program is one that the kernel would take. */
import { PacketwrightError } from '../../bytes/errors.ts';
import {
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
  A,
  MAX_INSTRUCTIONS,
  MEM,
  MEMORY_WORDS,
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

/** What is taken beyond the kernel's rules. */
export interface CheckOptions {
  /**
   * Take what our interpreter runs and the kernel refuses: jumps backwards, which libpcap makes for `protochain`, and more than 4096
   * instructions. Default false.
   */
  interpreted?: boolean;
}

const CODES: ReadonlySet<number> = /* @__PURE__ */ allCodes();

function allCodes(): Set<number> {
  const codes = [RET | K, RET | A, LD | W | LEN, LDX | W | LEN, LD | IMM, LDX | IMM, LDX | B | MSH, LD | MEM, LDX | MEM, ST, STX];
  for (const size of [W, H, B]) codes.push(LD | size | ABS, LD | size | IND);
  for (const operator of [ADD, SUB, MUL, DIV, MOD, AND, OR, XOR, LSH, RSH]) codes.push(ALU | operator | K, ALU | operator | X);
  codes.push(ALU | NEG, MISC | TAX, MISC | TXA, JMP | JA);
  for (const operator of [JEQ, JGT, JGE, JSET]) codes.push(JMP | operator | K, JMP | operator | X);
  return new Set(codes);
}

const FACTS: ReadonlySet<number> = /* @__PURE__ */ new Set<number>(Object.values(ANCILLARY_FACTS));

/**
 * Refuses what the kernel's checker refuses (net/core/filter.c, bpf_check_classic): codes that are none, jumps out of the program or
 * backwards, division by a constant 0, shifts by more than 31, memory words that are not there or not yet written, no return at the end.
 *
 * @throws PacketwrightError ERR_FILTER with the instruction's number, from 0.
 */
export function checkProgram(program: BpfProgram, { interpreted = false }: CheckOptions = {}): void {
  const instructions = unpackProgram(program);
  const { length } = instructions;
  if (length === 0 || (length > MAX_INSTRUCTIONS && !interpreted))
    throw new PacketwrightError('ERR_FILTER', `a program has 1 to ${MAX_INSTRUCTIONS} instructions, not ${length}`, { length });
  for (const [i, instruction] of instructions.entries()) {
    const wrong = fault(instruction, i, length, interpreted);
    if (wrong !== undefined) refuse(i, instruction, wrong);
  }
  const last = instructions[length - 1] as Instruction;
  if ((last.code & CLASS_MASK) !== RET) refuse(length - 1, last, 'the last one must return');
  if (!interpreted) checkMemory(instructions);
}

function refuse(i: number, { code }: Instruction, wrong: string): never {
  throw new PacketwrightError('ERR_FILTER', `instruction ${i} (code 0x${code.toString(16)}): ${wrong}`, { instruction: i, code });
}

/** What is wrong with one instruction. */
function fault({ code, jt, jf, k }: Instruction, i: number, length: number, backwards: boolean): string | undefined {
  if (!CODES.has(code)) return 'there is no such code';
  switch (code) {
    case ALU | DIV | K:
    case ALU | MOD | K:
      return k === 0 ? 'divides by 0' : undefined;
    case ALU | LSH | K:
    case ALU | RSH | K:
      return k > 31 ? `shifts by ${k}, at most 31 is possible` : undefined;
    case LD | MEM:
    case LDX | MEM:
    case ST:
    case STX:
      return k >= MEMORY_WORDS ? `there is no memory word ${k}, they go from 0 to ${MEMORY_WORDS - 1}` : undefined;
    case JMP | JA: {
      const target = backwards ? i + 1 + (k | 0) : i + 1 + k;
      return target < 0 || target >= length ? `jumps to ${target}, the program ends at ${length - 1}` : undefined;
    }
    case LD | W | ABS:
    case LD | H | ABS:
    case LD | B | ABS:
      return k >= ANCILLARY && !FACTS.has(k - ANCILLARY) ? 'there is no such fact about a packet' : undefined;
    default:
      if ((code & CLASS_MASK) !== JMP) return undefined;
      return i + 1 + Math.max(jt, jf) >= length ? `jumps to ${i + 1 + Math.max(jt, jf)}, the program ends at ${length - 1}` : undefined;
  }
}

/** Every memory word is written before it is read, on whatever way. */
function checkMemory(instructions: readonly Instruction[]): void {
  const written = new Uint16Array(instructions.length).fill(0xffff);
  let now = 0;
  for (const [i, instruction] of instructions.entries()) {
    const { code, jt, jf, k } = instruction;
    now &= i === 0 ? 0 : (written[i] as number);
    if (code === ST || code === STX) now |= 1 << k;
    else if ((code === (LD | MEM) || code === (LDX | MEM)) && (now & (1 << k)) === 0)
      refuse(i, instruction, `memory word ${k} is read before it is written`);
    else if (code === (JMP | JA)) {
      written[i + 1 + k]! &= now;
      now = 0xffff;
    } else if ((code & CLASS_MASK) === JMP) {
      written[i + 1 + jt]! &= now;
      written[i + 1 + jf]! &= now;
      now = 0xffff;
    } else if ((code & CLASS_MASK) === RET) now = 0xffff;
  }
}
