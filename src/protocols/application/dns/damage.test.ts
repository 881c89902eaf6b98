import { expect, it } from 'vitest';
import { fromHex } from '../../../bytes/hex.ts';
import { dissect } from '../../protocols.ts';
import { messageDamage } from './damage.ts';
import { DNS } from './dns.ts';

const QUESTION = '0161016200 0001 0001';
/** A response about a.b, type A, with one answer unless other counts are given; 21 octets before the answers. */
const damageOf = (answers: string, counts = '0001 0001 0000 0000') => {
  const octets = fromHex(`0102 8580 ${counts} ${QUESTION} ${answers}`.replaceAll(' ', ''));
  const message = dissect(octets, DNS).get(DNS);
  if (message === undefined) throw new Error('no DNS');
  const { issues, whole, behind } = messageDamage(message, octets);
  return [issues[0]?.kind, issues[0]?.offset, whole.an, behind];
};
const ADDRESS = 'c00c 0001 0001 0000003c 0004 01020304';

// What dig 9.18 says of the same octets, sent to it by a server of its own: the names of the kinds stand for its words.
it.each([
  ['a whole message', ADDRESS, [undefined, undefined, 1, 0]],
  ['a pointer to itself: bad compression pointer', ADDRESS.replace('c00c', 'c015'), ['pointer', 21, 0, 16]],
  ['a pointer behind the end: bad compression pointer', ADDRESS.replace('c00c', 'c0ff'), ['pointer', 21, 0, 16]],
  ['bad label type', ADDRESS.replace('c00c', '814100'), ['label', 21, 0, 17]],
  ['name too long', ADDRESS.replace('c00c', `${`3f${'61'.repeat(63)}`.repeat(4)}00`), ['long', 21, 0, 271]],
  ['three octets are missing', ADDRESS.slice(0, -6), ['cut', 31 + 2, 0, 1]],
  ['an alias to nowhere: bad compression pointer', 'c00c 0005 0001 0000003c 0002 c0ff', ['pointer', 33, 0, 2]],
  ['extra input data', 'c00c 0001 0001 0000003c 0005 0102030405', ['extra', 37, 0, 5]],
  ['a second record of less than an address', `${ADDRESS} ${'c00c 0001 0001 0000003c 0001 01'}`, ['cut', 49, 1, 1], '0001 0002 0000 0000'],
  ['4 extra bytes at end', `${ADDRESS} 78787878`, ['behind', 37, 1, 4]],
  ['fewer records than counted', ADDRESS, ['cut', 37, 1, 0], '0001 ffff 0000 0000'],
])('%s', (_, answers, damage, counts?: string) => {
  expect(damageOf(answers, counts)).toEqual(damage);
});
