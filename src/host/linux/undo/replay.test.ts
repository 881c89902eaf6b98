import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { NativeBinding } from '../../../../native/binding.ts';
import { netlinkKernel } from '../../../../test/support/netlink-kernel.ts';
import { ENETUNREACH } from '../errno.ts';
import { Journal } from './journal.ts';
import { readJournal } from './read-journal.ts';
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

describe('a journal that cannot be replayed here and now', () => {
  const [EPERM, ENOMEM, EMFILE, EINVAL] = [1, 12, 24, 22];
  const refusing = (errno: number): NativeBinding =>
    netlinkKernel((sent) => sent.map(() => [{ type: ERROR, flags: 0, body: new Uint8Array(new Int32Array([-errno, 0, 0, 0, 0]).buffer) }]))
      .native;
  /** As root of another user namespace sees it, and who has no descriptors, or no memory, left. */
  const closed = (errno: number): NativeBinding => ({ ...refusing(0), open: () => -errno });
  const unsendable = (errno: number): NativeBinding => ({ ...refusing(0), sendto: () => -errno });

  it.each([
    ['sockets that may not be opened', closed(EPERM), undefined],
    ['sockets for which no descriptor is left', closed(EMFILE), undefined],
    ['sockets for which no memory is left', closed(ENOMEM), 3],
    ['sockets that do not tell their namespace', refusing(0), undefined],
    ['requests for which no memory is left', unsendable(ENOMEM), 3],
    ['requests that are not permitted', refusing(EPERM), 3],
    ['requests that the kernel has no memory for', refusing(ENOMEM), 3],
    ['requests that the kernel refuses', refusing(EINVAL), 3],
    ['a gateway that is not back', refusing(ENETUNREACH), 3],
  ] as const)('stays, with what is left to do: %s', (_, native, netnsFd) => {
    const journal = new Journal({ cookie: '7' });
    journal.add('route added', [step(DELROUTE)]);
    const entries = readJournal(journal.path)?.entries;
    const replayed = replayJournal(native, journal.path, netnsFd);
    expect(replayed).toMatchObject({ namespaceGone: false, changes: [{ what: 'route added' }] });
    expect(readJournal(journal.path)?.entries).toEqual(entries);
    expect(readdirSync(dirname(journal.path)).filter((name) => name.startsWith(basename(journal.path, '.journal')))).toHaveLength(1);
    // And goes when all of it is done.
    expect(replayJournal(refusing(0), journal.path, 3)?.changes).toEqual([{ what: 'route added' }]);
    expect(existsSync(journal.path)).toBe(false);
  });

  it('loses what was done', () => {
    const journal = new Journal({ cookie: '7' });
    journal.add('address added', [step(NEWADDR)]);
    journal.add('route added', [step(DELROUTE), step(NEWADDR)]);
    const { native } = netlinkKernel((sent) =>
      sent.map(({ type }) => [
        { type: ERROR, flags: 0, body: new Uint8Array(new Int32Array([type === DELROUTE ? 0 : -EPERM, 0, 0, 0, 0]).buffer) },
      ]),
    );
    replayJournal(native, journal.path, 3);
    expect(readJournal(journal.path)?.entries).toEqual([
      { id: 1, what: 'address added', steps: [step(NEWADDR)] },
      { id: 2, what: 'route added', steps: [step(NEWADDR)] },
    ]);
    journal.remove();
  });

  it('is no reason to wait when the machine was started anew: its tables are gone', () => {
    const journal = new Journal({ cookie: '7' });
    journal.add('route added', [step(DELROUTE)]);
    const [head, ...lines] = readFileSync(journal.path, 'utf8').split('\n');
    const text = JSON.parse(head as string) as { owner: object };
    const old = { ...text, owner: { ...text.owner, boot: 'another' } };
    writeFileSync(journal.path, [JSON.stringify(old), ...lines].join('\n'));
    expect(replayJournal(closed(EPERM), journal.path)).toMatchObject({ namespaceGone: true, changes: [] });
    expect(existsSync(journal.path)).toBe(false);
  });

  it('and one of another version stays', () => {
    const journal = new Journal({ cookie: '7' });
    writeFileSync(journal.path, '{"journal":2}\n');
    expect(replayJournal(refusing(0), journal.path, 3)).toBeUndefined();
    expect(readFileSync(journal.path, 'utf8')).toBe('{"journal":2}\n');
    journal.remove();
  });
});
