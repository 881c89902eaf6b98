import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { netlinkKernel } from '../../../../test/support/netlink-kernel.ts';
import { ENETUNREACH } from '../errno.ts';
import { Journal } from './journal.ts';
import { replayJournal } from './replay.ts';

const ERROR = 2;
const [NEWADDR, NEWROUTE, DELROUTE] = [20, 24, 25];
const step = (type: number) => ({ type, flags: 1, body: Uint8Array.of(1, 2, 3, 4) });

/** A route, the address that makes its gateway reachable, and the kernel's answers about them. */
function network() {
  const state = { address: false, route: false };
  const answer = (type: number): number => {
    if (type === NEWADDR) state.address = true;
    if (type === NEWROUTE && !state.address) return ENETUNREACH;
    if (type === NEWROUTE) state.route = true;
    if (type === DELROUTE) state.route = false;
    return 0;
  };
  const { native } = netlinkKernel((sent) =>
    sent.map(({ type }) => [{ type: ERROR, flags: 0, body: new Uint8Array(new Int32Array([-answer(type), 0, 0, 0, 0]).buffer) }]),
  );
  return { native, state };
}

it('a route that has to wait for its gateway is back before the older change that added it is taken back', () => {
  const { native, state } = network();
  const journal = new Journal({ cookie: '7' });
  journal.add('route added', [step(DELROUTE)]);
  journal.add('address taken away', [step(NEWADDR)]);
  journal.add('link set down, and the route with it', [step(NEWROUTE)]);
  const replayed = replayJournal(native, journal.path, 3);
  expect(replayed?.changes.map(({ what, refused }) => [what, refused])).toEqual([
    ['link set down, and the route with it', undefined],
    ['address taken away', undefined],
    ['route added', undefined],
  ]);
  expect(state).toEqual({ address: true, route: false });
  expect(existsSync(journal.path)).toBe(false);
});
