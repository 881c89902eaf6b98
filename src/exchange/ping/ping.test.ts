/** What a ping does by the clock, in a network without a kernel. */
import { afterEach, describe, expect, it } from 'vitest';
import { internetChecksum } from '../../bytes/checksum.ts';
import { packFrames } from '../../host/packed-frames.ts';
import { type Lab, lab } from '../../lab/lab.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { answeringMachine } from '../answering/answering-machine.ts';
import { icmpEchoMachine } from '../answering/icmp-echo-machine.ts';
import { EchoRequests } from './echo-request.ts';
import type { PingOptions } from './ping-options.ts';
import { ping } from './ping.ts';

let net: Lab;
/** Calls off the replies that are still to come. */
const callOff: (() => void)[] = [];
afterEach(async () => {
  for (const cancel of callOff.splice(0)) cancel();
  await net.close();
});

/** alice, and bob whose reply to a request comes so much later. */
async function start(lateMs: (seq: number) => number): Promise<void> {
  net = lab({ hosts: { alice: { address: '192.0.2.1/24' }, bob: { address: '192.0.2.2/24' } }, time: 'virtual' });
  const bob = net.host('bob');
  const { machines } = bob;
  const echo = icmpEchoMachine({ isOurs: (address) => address === '192.0.2.2' });
  const link = await bob.open('eth0', { sendOnly: true });
  machines.splice(
    machines.findIndex(({ name }) => name === echo.name),
    1,
    answeringMachine({
      isRequest: (frame) => frame.get(ICMP)?.type === 8,
      makeReply: (frame) => {
        const octets = echo.answer(frame).map(({ bytes }) => bytes);
        callOff.push(net.clock.timer(lateMs(Number(frame.get(ICMP)?.seq)), () => void link.send(packFrames(octets))));
        return undefined;
      },
    }),
  );
}

async function answered(o: PingOptions): Promise<number[]> {
  const seqs: number[] = [];
  for await (const e of ping('192.0.2.2', { host: net.host('alice'), ...o })) if (e.kind === 'reply') seqs.push(e.seq);
  return seqs;
}

describe('a ping by the clock', () => {
  // A process that has just begun sees the last answer tens of milliseconds after it came: to the ping that is a late answer.
  it.each([
    ['adaptive', { adaptive: true }],
    ['flood', { flood: true }],
  ])('waits for the last answer that is later than those before: %s', async (_, o) => {
    await start((seq) => (seq === 3 ? 200 : 1));
    expect(await answered({ count: 3, ...o })).toEqual([1, 2, 3]);
  });

  it('gives the last answer up in the end', async () => {
    await start((seq) => (seq === 3 ? 60_000 : 1));
    const before = net.clock.monotonic();
    expect(await answered({ count: 3, adaptive: true })).toEqual([1, 2]);
    // Three requests, the last of them no later than two intervals of a second, and what it waits behind it; the answer comes after a minute.
    expect(net.clock.monotonic() - before).toBeLessThan(5000);
  });

  it.each([
    ['times', 4],
    ['addresses', 8],
    [['192.0.2.1', '192.0.2.2'], 8],
  ] as const)('stamps %s when the request leaves, not when it was made', (timestamps, at) => {
    net = lab({ hosts: { alice: { address: '192.0.2.1/24' } }, time: 'virtual' });
    const echo = new EchoRequests(net.host('alice'), '192.0.2.2', '192.0.2.1', false, { timestamps });
    // Made a second before midnight UT, and sent 20 ms after it: RFC 791 §3.1 counts from midnight.
    const made = new Uint8Array([...new Uint8Array(14), ...echo.make(1, 86_399_000).bytes]);
    echo.stampAgain(made, 14, 86_400_020);
    expect(new DataView(made.buffer).getUint32(14 + 20 + at)).toBe(20);
    expect(internetChecksum(made, 14, 14 + ((made[14] as number) & 15) * 4)).toBe(0);
  });
});
