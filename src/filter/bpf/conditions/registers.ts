/** Which registers a program's blocks read, and which they read without having written them on every way. */
import { type Block, inOrder } from './blocks.ts';
import type { Position, Register, Value } from './intermediate.ts';

export interface RegisterUse {
  readonly read: ReadonlySet<Register>;
  readonly readUnwritten: ReadonlySet<Register>;
}

export function registerUse(root: Block): RegisterUse {
  const read = new Set<Register>();
  const readUnwritten = new Set<Register>();
  const written = new Map<Block, ReadonlySet<Register>>([[root, new Set()]]);
  for (const block of inOrder(root)) {
    const now = new Set(written.get(block));
    const note = (value: Value): void =>
      eachRegister(value, (register) => {
        read.add(register);
        if (!now.has(register)) readUnwritten.add(register);
      });
    for (const { register, value } of block.before) {
      note(value);
      now.add(register);
    }
    if (block.kind === 'test') {
      note(block.left);
      note(block.right);
    }
    for (const next of block.kind === 'test' ? [block.yes, block.no] : block.kind === 'jump' ? [block.next] : []) {
      const before = written.get(next);
      written.set(next, before === undefined ? now : new Set([...before].filter((register) => now.has(register))));
    }
  }
  return { read, readUnwritten };
}

function eachRegister(value: Value, visit: (register: Register) => void): void {
  switch (value.kind) {
    case 'register':
      visit(value.register);
      break;
    case 'load':
      inPosition(value.at, visit);
      break;
    case 'negate':
      eachRegister(value.of, visit);
      break;
    case 'binary':
      eachRegister(value.left, visit);
      eachRegister(value.right, visit);
      break;
    default:
  }
}

function inPosition({ base }: Position, visit: (register: Register) => void): void {
  if (base !== undefined) eachRegister(base, visit);
}
