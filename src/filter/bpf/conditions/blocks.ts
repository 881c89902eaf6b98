/** Conditions as blocks that jump to each other: the form in which a program is laid out. Jumps only go forward, so blocks are no loop. */
import type { Comparison, Condition, Register, Step, Value } from './intermediate.ts';

export interface Assignment {
  readonly register: Register;
  readonly value: Value;
}

/** A straight run that ends in a question, in a jump (`next`), or in a return. */
export type Block = { readonly before: readonly Assignment[] } & (
  | { readonly kind: 'test'; readonly comparison: Comparison; readonly left: Value; readonly right: Value; yes: Block; no: Block }
  | { readonly kind: 'jump'; next: Block }
  | { readonly kind: 'return'; readonly octets: number }
);

export const returning = (octets: number): Block => ({ kind: 'return', before: [], octets });

/** The block where a condition begins that goes on at `yes` or at `no`. */
export function blocksOf(condition: Condition, yes: Block, no: Block): Block {
  let [now, whenTrue, whenFalse] = [condition, yes, no];
  // A long filter is a long left side: a loop instead of a call for each of its terms.
  for (;;) {
    switch (now.kind) {
      case 'constant':
        return now.value ? whenTrue : whenFalse;
      case 'test':
        return { kind: 'test', before: [], comparison: now.comparison, left: now.left, right: now.right, yes: whenTrue, no: whenFalse };
      case 'not':
        [now, whenTrue, whenFalse] = [now.of, whenFalse, whenTrue];
        break;
      case 'after':
        return stepsBefore(now.steps, blocksOf(now.of, whenTrue, whenFalse), no);
      case 'and':
        [now, whenTrue] = [now.left, blocksOf(now.right, whenTrue, whenFalse)];
        break;
      case 'or':
        [now, whenFalse] = [now.left, blocksOf(now.right, whenTrue, whenFalse)];
        break;
    }
  }
}

/** The block where steps begin that go on at `next`. @param reject where a requirement goes that does not hold */
export function stepsBefore(steps: readonly Step[], next: Block, reject: Block): Block {
  let then = next;
  for (const step of [...steps].reverse()) then = stepBefore(step, then, reject);
  return then;
}

function stepBefore(step: Step, then: Block, reject: Block): Block {
  switch (step.kind) {
    case 'assign':
      return { kind: 'jump', before: [step], next: then };
    case 'when':
      return blocksOf(step.condition, stepsBefore(step.steps, then, reject), stepsBefore(step.otherwise ?? [], then, reject));
    case 'require':
      return blocksOf(step.condition, then, reject);
  }
}

/** Every block that can be reached, each before those that it goes to. What a question's `yes` leads to comes first. */
export function inOrder(root: Block): Block[] {
  const seen = new Set<Block>();
  const finished: Block[] = [];
  const stack: { block: Block; next: number }[] = [];
  const enter = (block: Block): void => {
    if (seen.has(block)) return;
    seen.add(block);
    stack.push({ block, next: 0 });
  };
  enter(root);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const child = successors(top.block)[top.next++];
    if (child !== undefined) enter(child);
    else {
      finished.push(top.block);
      stack.pop();
    }
  }
  return finished.reverse();
}

/** `no` before `yes`: the order of {@link inOrder} is the reverse of that in which blocks are finished. */
function successors(block: Block): Block[] {
  switch (block.kind) {
    case 'test':
      return [block.no, block.yes];
    case 'jump':
      return [block.next];
    case 'return':
      return [];
  }
}
