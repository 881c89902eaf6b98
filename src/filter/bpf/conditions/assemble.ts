/** Blocks as instructions. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { type Block, inOrder } from './blocks.ts';
import * as op from '../program/codes.ts';
import type { Instruction } from '../program/instructions.ts';
import { type Comparison, OPERATORS, type Register, type Value } from './intermediate.ts';
import { registerKey, valueKey } from './value-key.ts';

/** An instruction whose jumps are not yet distances. */
type Draft =
  | { readonly kind: 'plain'; readonly code: number; readonly k: number }
  | { readonly kind: 'branch'; readonly code: number; readonly k: number; readonly yes: Block; readonly no: Block }
  | { readonly kind: 'always'; readonly to: Block };

/** What is known to be in the accumulator and the index register, as keys of values. */
interface Holding {
  a: string | undefined;
  x: string | undefined;
}

const JUMPS: Readonly<Record<Comparison, number>> = { equal: op.JEQ, greater: op.JGT, greaterOrEqual: op.JGE, anyBit: op.JSET };
const SIZES: Readonly<Record<number, number>> = { 1: op.B, 2: op.H, 4: op.W };

/** @throws PacketwrightError ERR_FILTER when the scratch memory does not suffice. */
export function assemble(root: Block): Instruction[] {
  const blocks = inOrder(root);
  const drafts: Draft[] = [];
  const starts = new Map<Block, number>();
  const entering = new Map<Block, Holding>();
  const writer = new Writer(drafts);
  for (const [i, block] of blocks.entries()) {
    starts.set(block, drafts.length);
    writer.holding = { ...(entering.get(block) ?? { a: undefined, x: undefined }) };
    const targets = writer.block(block, blocks[i + 1]);
    for (const target of targets) {
      const other = entering.get(target);
      const { a, x } = writer.holding;
      entering.set(target, other === undefined ? { a, x } : { a: other.a === a ? a : undefined, x: other.x === x ? x : undefined });
    }
  }
  return layOut(drafts, starts);
}

class Writer {
  holding: Holding = { a: undefined, x: undefined };
  readonly #drafts: Draft[];
  readonly #places = new Map<Register, number>();
  /** Memory words in use for values in between, counted from the last one down. */
  #between = 0;

  constructor(drafts: Draft[]) {
    this.#drafts = drafts;
  }

  /** Writes a block. @returns the blocks that it goes to */
  block(block: Block, following: Block | undefined): readonly Block[] {
    for (const { register, value } of block.before) this.#assign(register, value);
    switch (block.kind) {
      case 'return':
        this.#add(op.RET | op.K, block.octets);
        return [];
      case 'jump':
        if (block.next !== following) this.#drafts.push({ kind: 'always', to: block.next });
        return [block.next];
      case 'test': {
        const code = op.JMP | JUMPS[block.comparison];
        const { yes, no, right } = block;
        if (right.kind === 'constant') {
          this.#toA(block.left);
          this.#drafts.push({ kind: 'branch', code: code | op.K, k: right.value, yes, no });
        } else {
          this.#both(block.left, right);
          this.#drafts.push({ kind: 'branch', code: code | op.X, k: 0, yes, no });
        }
        return [yes, no];
      }
    }
  }

  #add(code: number, k = 0): void {
    this.#drafts.push({ kind: 'plain', code, k: k >>> 0 });
  }

  #assign(register: Register, value: Value): void {
    this.#toA(value);
    this.#add(op.ST, this.#place(register));
    const name = registerKey(register);
    this.holding.a = name;
    if (this.holding.x?.includes(name) === true) this.holding.x = undefined;
  }

  #place(register: Register): number {
    let place = this.#places.get(register);
    if (place === undefined) {
      place = this.#places.size;
      this.#places.set(register, place);
      this.#checkMemory();
    }
    return place;
  }

  #checkMemory(): void {
    if (this.#places.size + this.#between > op.MEMORY_WORDS)
      throw new PacketwrightError('ERR_FILTER', `the filter needs more than ${op.MEMORY_WORDS} memory words, which is all a program has`, {
        remedy: 'make the filter shorter',
      });
  }

  /** Brings a value into the accumulator. */
  #toA(value: Value): void {
    const key = valueKey(value);
    if (this.holding.a === key) return;
    switch (value.kind) {
      case 'constant':
        this.#add(op.LD | op.IMM, value.value);
        break;
      case 'load': {
        const size = SIZES[value.size] as number;
        const { base, offset } = value.at;
        if (base === undefined) this.#add(op.LD | size | op.ABS, offset);
        else {
          this.#toX(base);
          this.#add(op.LD | size | op.IND, offset);
        }
        break;
      }
      case 'headerLength':
        this.#toX(value);
        this.#add(op.MISC | op.TXA);
        break;
      case 'length':
        this.#add(op.LD | op.W | op.LEN);
        break;
      case 'fact':
        this.#add(op.LD | (SIZES[value.size] as number) | op.ABS, op.ANCILLARY + value.number);
        break;
      case 'register':
        this.#add(op.LD | op.MEM, this.#place(value.register));
        break;
      case 'negate':
        this.#toA(value.of);
        this.#add(op.ALU | op.NEG);
        break;
      case 'binary': {
        const code = op.ALU | OPERATORS[value.operator];
        if (value.right.kind === 'constant') {
          this.#toA(value.left);
          this.#add(code | op.K, value.right.value);
        } else {
          this.#both(value.left, value.right);
          this.#add(code | op.X);
        }
      }
    }
    this.holding.a = key;
  }

  /** Brings a value into the index register. Of simple values the accumulator stays as it is. */
  #toX(value: Value): void {
    const key = valueKey(value);
    if (this.holding.x === key) return;
    switch (value.kind) {
      case 'constant':
        this.#add(op.LDX | op.IMM, value.value);
        break;
      case 'headerLength':
        this.#add(op.LDX | op.B | op.MSH, value.at);
        break;
      case 'length':
        this.#add(op.LDX | op.W | op.LEN);
        break;
      case 'register':
        this.#add(op.LDX | op.MEM, this.#place(value.register));
        break;
      default:
        this.#toA(value);
        this.#add(op.MISC | op.TAX);
    }
    this.holding.x = key;
  }

  /** The left value into the accumulator and the right one into the index register. */
  #both(left: Value, right: Value): void {
    if (right.kind === 'constant' || right.kind === 'headerLength' || right.kind === 'length' || right.kind === 'register') {
      this.#toA(left);
      this.#toX(right);
      return;
    }
    this.#toA(right);
    this.#between++;
    this.#checkMemory();
    const place = op.MEMORY_WORDS - this.#between;
    this.#add(op.ST, place);
    this.#toA(left);
    this.#add(op.LDX | op.MEM, place);
    this.#between--;
    this.holding.x = valueKey(right);
  }
}

/**
 * Gives jumps their distances. A question's two are octets; one that is farther goes to an unconditional jump behind the question, whose
 * distance is a word. Making one longer can push others over the limit, so it is done until nothing changes.
 */
function layOut(drafts: readonly Draft[], starts: ReadonlyMap<Block, number>): Instruction[] {
  const far = drafts.map((): Ways => ({ yes: false, no: false }));
  const places = new Uint32Array(drafts.length + 1);
  const placeOf = (block: Block): number => places[starts.get(block) as number] as number;
  for (let changed = true; changed; ) {
    changed = false;
    for (const [i, { yes, no }] of far.entries()) places[i + 1] = (places[i] as number) + 1 + (yes ? 1 : 0) + (no ? 1 : 0);
    for (const [i, draft] of drafts.entries()) {
      if (draft.kind !== 'branch') continue;
      const at = places[i] as number;
      const ways = far[i] as Ways;
      for (const way of ['yes', 'no'] as const) {
        if (ways[way] || placeOf(draft[way]) - at - 1 <= 255) continue;
        ways[way] = true;
        changed = true;
      }
    }
  }
  return drafts.flatMap((draft, i) => placed(draft, places[i] as number, far[i] as Ways, placeOf));
}

function placed(draft: Draft, at: number, { yes, no }: Ways, placeOf: (block: Block) => number): Instruction[] {
  switch (draft.kind) {
    case 'plain':
      return [{ code: draft.code, jt: 0, jf: 0, k: draft.k }];
    case 'always':
      return [{ code: op.JMP | op.JA, jt: 0, jf: 0, k: placeOf(draft.to) - at - 1 }];
    case 'branch': {
      const jt = yes ? 0 : placeOf(draft.yes) - at - 1;
      const jf = no ? (yes ? 1 : 0) : placeOf(draft.no) - at - 1;
      const detours = [...(yes ? [draft.yes] : []), ...(no ? [draft.no] : [])];
      return [
        { code: draft.code, jt, jf, k: draft.k },
        ...detours.map((to, n) => ({ code: op.JMP | op.JA, jt: 0, jf: 0, k: placeOf(to) - (at + 1 + n) - 1 })),
      ];
    }
  }
}

/** Which of a question's ways are too far for it. */
interface Ways {
  yes: boolean;
  no: boolean;
}
