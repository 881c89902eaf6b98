/** Lines in the form of user_namespaces(7): of a machine, of `unshare --map-root-user`, of a container without root. */
import { expect, it } from 'vitest';
import { isOneRoot, isWholeMachine, outerUserOf, parseUserMap } from './user-map.ts';

const WHOLE = parseUserMap('         0          0 4294967295\n');
const ROOT = parseUserMap('         0       1000          1\n');
const CONTAINER = parseUserMap('         0       1000          1\n         1     100000      65536\n');

it('says which user namespace it is', () => {
  expect([WHOLE, ROOT, CONTAINER].map(isWholeMachine)).toEqual([true, false, false]);
  expect([WHOLE, ROOT, CONTAINER].map(isOneRoot)).toEqual([false, true, false]);
});

it('says who somebody is outside', () => {
  expect([0, 7].map((uid) => outerUserOf(WHOLE, uid))).toEqual([0, 7]);
  expect([0, 1, 65_536, 65_537].map((uid) => outerUserOf(CONTAINER, uid))).toEqual([1000, 100_000, 165_535, 65_537]);
});
