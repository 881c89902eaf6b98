/** The socket against a kernel that says what the test wants: what a real one says seldom. */
import { describe, expect, it } from 'vitest';
import { type Answer, netlinkKernel as kernel } from '../../../../test/support/netlink-kernel.ts';
import { fromHex } from '../../../bytes/hex.ts';
import type { NetlinkMessage } from './message.ts';
import { NetlinkSocket } from './socket.ts';

const ENOBUFS = 105;
const ERROR = 2;
const DONE = 3;

const message = (type: number, text = '01020304', flags = 0): Answer => ({ type, flags, body: fromHex(text) });
const acknowledged: Answer = message(ERROR, '00'.repeat(20));
/** -EINVAL (22), the quoted header, NLMSGERR_ATTR_MSG "no". */
const refused: Answer = message(ERROR, `eaffffff${'00'.repeat(16)}070001006e6f0000`);
const ask: NetlinkMessage = { type: 20, flags: 1, body: new Uint8Array(4) };

describe('a netlink socket', () => {
  it('gives the answer to a request, and asks for an acknowledgement', () => {
    const { native, sent } = kernel(() => [[message(21)], [acknowledged]]);
    const socket = new NetlinkSocket({ native, protocol: 0 });
    expect(socket.ask(ask, 'ask').map(({ type, body }) => [type, [...body]])).toEqual([[21, [1, 2, 3, 4]]]);
    expect(sent[0]?.[0]).toMatchObject({ type: 20, flags: 0x005 });
    expect(socket.portId()).toBe(4242);
    expect(socket.namespaceCookie()).toBeUndefined();
  });

  it("gives the kernel's own words with its refusal", () => {
    const socket = new NetlinkSocket({ native: kernel(() => [[refused]]).native, protocol: 0 });
    expect(socket.tryAsk(ask)).toEqual({ errno: 22, message: 'no' });
    expect(() => socket.ask(ask, 'add a thing')).toThrow('cannot add a thing: EINVAL (errno 22): no');
  });

  it('takes nothing from other processes, and nothing that answers another request', () => {
    const { native } = kernel(() => [{ from: 99, messages: [refused] }, [{ ...refused, seq: 77 }], [message(1), acknowledged]]);
    expect(new NetlinkSocket({ native, protocol: 0 }).tryAsk(ask)).toBeUndefined();
  });

  it('says which messages of a batch were refused', () => {
    const { native } = kernel((sent) => [sent.map((m, i): Answer => ({ ...(i === 1 ? refused : acknowledged), seq: m.seq }))]);
    const socket = new NetlinkSocket({ native, protocol: 12 });
    const one = { ...ask, flags: 5 };
    expect(socket.batch([one, one, one])).toEqual([undefined, { errno: 22, message: 'no' }, undefined]);
  });

  it('ends a batch that is refused as a whole', () => {
    // The first message asks for no answer; the others will never be answered.
    const { native } = kernel(() => [[refused]]);
    const socket = new NetlinkSocket({ native, protocol: 12 });
    expect(socket.batch([ask, { ...ask, flags: 5 }])).toEqual([{ errno: 22, message: 'no' }, undefined]);
  });

  it('reads a listing to its end', () => {
    const { native, sent } = kernel(() => [
      [message(21, '01000000'), message(21, '02000000')],
      [message(21, '03000000')],
      [message(DONE, '00000000')],
    ]);
    const socket = new NetlinkSocket({ native, protocol: 0 });
    expect(socket.dump({ type: 22, body: new Uint8Array(4) }, 'list', ({ body }) => body[0])).toEqual([1, 2, 3]);
    expect(sent[0]?.[0]).toMatchObject({ flags: 0x301 });
  });

  it('reads a listing anew when the table has changed meanwhile', () => {
    let times = 0;
    const { native } = kernel(() =>
      ++times < 3
        ? [[message(21, '01000000', 0x10)], [message(DONE, '00000000')]]
        : [[message(21, '05000000')], [message(DONE, '00000000')]],
    );
    expect(new NetlinkSocket({ native, protocol: 0 }).dump({ type: 22, body: new Uint8Array(4) }, 'list', ({ body }) => body[0])).toEqual([
      5,
    ]);
    expect(times).toBe(3);
    const changing = kernel(() => [[message(DONE, '00000000', 0x10)]]);
    expect(() =>
      new NetlinkSocket({ native: changing.native, protocol: 0 }).dump({ type: 22, body: new Uint8Array(4) }, 'list', () => 1),
    ).toThrow(expect.objectContaining({ code: 'ERR_BUSY' }));
  });

  it('gives what a listing is refused for', () => {
    const { native } = kernel(() => [[refused]]);
    expect(() => new NetlinkSocket({ native, protocol: 0 }).dump({ type: 22, body: new Uint8Array(4) }, 'list', () => 1)).toThrow(
      'cannot list: EINVAL',
    );
  });

  it('waits for no answer for ever', () => {
    const { native } = kernel(() => []);
    expect(() => new NetlinkSocket({ native, protocol: 0 }).tryAsk(ask)).toThrow('did not answer');
  });

  it('gives notifications until it is told to stop, and says when some were lost', () => {
    const { native, notify } = kernel(() => []);
    const seen: number[] = [];
    const errors: Error[] = [];
    const stop = new NetlinkSocket({ native, protocol: 0 }).listen(
      1,
      ({ type }) => seen.push(type),
      (error) => errors.push(error),
    );
    notify([message(30), message(31)], ENOBUFS, [message(32)]);
    expect(seen).toEqual([30, 31, 32]);
    expect(errors).toMatchObject([{ code: 'ERR_BUSY' }]);
    stop();
    notify([message(33)]);
    expect(seen).toEqual([30, 31, 32]);
  });
});
