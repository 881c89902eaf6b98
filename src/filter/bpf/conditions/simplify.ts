/** Leaves out questions whose answer is known on the way that leads to them, and blocks that are there twice. */
import type { Assignment, Block } from './blocks.ts';
import { inOrder } from './blocks.ts';
import { holds } from './intermediate.ts';
import { registerKey, valueKey } from './value-key.ts';

type Test = Extract<Block, { kind: 'test' }>;

/** What was answered on every way to a block: by the question's key, and the values that turned out to equal a constant. */
interface Facts {
  readonly answers: Map<string, boolean>;
  readonly equals: Map<string, number>;
}

/** So many answers, and so many values that equal a constant, are remembered on a way. */
const MOST_ANSWERS = 100;
/** So many questions are left out at once. Where the last one leads, it goes on: a list of thousands of ports would take its square of time. */
const MOST_LEFT_OUT = 1024;

/** @returns the first block; the blocks are changed in place. */
export function simplify(root: Block): Block {
  const keys = new Map<Test, { left: string; whole: string }>();
  const facts = new Map<Block, Facts>([[root, { answers: new Map(), equals: new Map() }]]);
  for (const block of inOrder(root)) {
    const known = facts.get(block);
    if (known === undefined) continue; // Nothing leads here any more.
    const now = forget(known, block.before);
    if (block.kind === 'jump') arrive(facts, block.next, now);
    if (block.kind !== 'test') continue;
    for (const answer of [true, false]) {
      const after = learn(now, block, answer, keys);
      const target = follow(answer ? block.yes : block.no, after, keys);
      if (answer) block.yes = target;
      else block.no = target;
      arrive(facts, target, after);
    }
  }
  return mergeEqual(root);
}

function keysOf(block: Test, keys: Map<Test, { left: string; whole: string }>): { left: string; whole: string } {
  let made = keys.get(block);
  if (made === undefined) {
    const left = valueKey(block.left);
    made = { left, whole: `${left} ${block.comparison} ${valueKey(block.right)}` };
    keys.set(block, made);
  }
  return made;
}

/** Facts about registers that are written anew. */
function forget(facts: Facts, before: readonly Assignment[]): Facts {
  if (before.length === 0) return facts;
  const written = before.map(({ register }) => registerKey(register));
  const stays = ([key]: readonly [string, unknown]): boolean => !written.some((name) => key.includes(name));
  return { answers: new Map([...facts.answers].filter(stays)), equals: new Map([...facts.equals].filter(stays)) };
}

function learn(facts: Facts, block: Test, answer: boolean, keys: Map<Test, { left: string; whole: string }>): Facts {
  const { left, whole } = keysOf(block, keys);
  const answers = remember(facts.answers, whole, answer);
  if (!answer || block.comparison !== 'equal' || block.right.kind !== 'constant') return { answers, equals: facts.equals };
  return { answers, equals: remember(facts.equals, left, block.right.value) };
}

/** What was asked last is asked again soonest; without a limit a list of thousands of addresses would take its square of time. */
function remember<V>(known: ReadonlyMap<string, V>, key: string, value: V): Map<string, V> {
  const all = new Map(known).set(key, value);
  if (all.size > MOST_ANSWERS) all.delete(all.keys().next().value as string);
  return all;
}

/** Where a way leads in truth. What a skipped question would load was loaded before: an answer is known only of what was read. */
function follow(start: Block, facts: Facts, keys: Map<Test, { left: string; whole: string }>): Block {
  let block = start;
  for (let leftOut = 0; leftOut < MOST_LEFT_OUT && block.kind === 'test' && block.before.length === 0; leftOut++) {
    const { left, whole } = keysOf(block, keys);
    const equals = facts.equals.get(left);
    const answer =
      facts.answers.get(whole) ??
      (equals !== undefined && block.right.kind === 'constant' ? holds(block.comparison, equals, block.right.value) : undefined);
    if (answer === undefined) break;
    block = answer ? block.yes : block.no;
  }
  return block;
}

/** Keeps what all ways to a block know. */
function arrive(facts: Map<Block, Facts>, block: Block, now: Facts): void {
  const before = facts.get(block);
  facts.set(
    block,
    before === undefined ? now : { answers: common(before.answers, now.answers), equals: common(before.equals, now.equals) },
  );
}

function common<V>(a: Map<string, V>, b: Map<string, V>): Map<string, V> {
  if (a === b) return a;
  return new Map([...a].filter(([key, value]) => b.get(key) === value));
}

/** Blocks that ask the same and go on to the same become one. */
function mergeEqual(root: Block): Block {
  const numbers = new Map<Block, number>();
  const made = new Map<string, Block>();
  const one = new Map<Block, Block>();
  const kept = (block: Block): Block => one.get(block) ?? block;
  for (const block of inOrder(root).reverse()) {
    if (block.kind === 'test') [block.yes, block.no] = [kept(block.yes), kept(block.no)];
    else if (block.kind === 'jump') block.next = kept(block.next);
    numbers.set(block, numbers.size);
    if (block.kind !== 'test' || block.before.length > 0) continue;
    const key = `${valueKey(block.left)} ${block.comparison} ${valueKey(block.right)} ${numbers.get(block.yes)} ${numbers.get(block.no)}`;
    const same = made.get(key);
    if (same === undefined) made.set(key, block);
    else one.set(block, same);
  }
  return kept(root);
}
