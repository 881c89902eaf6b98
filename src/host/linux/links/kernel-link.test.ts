import { beforeEach, describe, expect, expectTypeOf, it } from 'vitest';
import { type MockNative, mockNative } from '../../../../native/mock.ts';
import type { PacketBatch } from '../../../capture/batch.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import type { Link } from '../../host.ts';
import type { KernelLinkChoices } from './kernel-link-choices.ts';
import { interfaceFacts } from './interface-facts.ts';
import type { KernelLink } from './kernel-link.ts';
import { frame, numberOf, packed } from '../../../../test/support/live-links.ts';
import { openKernelLink, openRingLink } from './ring-link.ts';

const toNumber = (batch: PacketBatch, i: number): number => numberOf(batch.data, batch.offset[i]! + 14);
/** Timers of a millisecond run in the order in which they were set, however late: four of ours are behind as many of the link's. */
async function turn(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setTimeout(resolve, 1));
}

let native: MockNative;
beforeEach(() => {
  native = mockNative();
});

function link(name: string, options: KernelLinkChoices = {}): KernelLink<number> {
  return openKernelLink({ native, facts: interfaceFacts(native, name), toPacket: toNumber, options });
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe('KernelLink', () => {
  it('is what the layers above call a link', () => {
    expectTypeOf<KernelLink<Packet>>().toExtend<Link>();
  });

  it('takes the socket where there are no rings', async () => {
    expect(() => openRingLink({ native, facts: interfaceFacts(native, 'm0'), toPacket: toNumber })).toThrow('cannot map the ring on m0');
    expect(native.openSockets()).toBe(0);
    const opened = link('m0');
    expect(opened).toMatchObject({ name: 'm0', linkType: 1, mtu: 1500, mac: '02:00:00:00:4d:01' });
    expect(opened.interfaces).toEqual([
      { name: 'm0', index: 1, linkType: 1, mtu: 1500, mac: '02:00:00:00:4d:01', snaplen: 262_144, ticksPerSecond: 1e9 },
    ]);
    await opened.close();
    expect(native.openSockets()).toBe(0);
  });

  it('gives packets that stay valid', async () => {
    const receiver = link('m1');
    await link('m0').send(packed(upTo(200).map((i) => frame(i))));
    const kept: PacketBatch[] = [];
    for await (const batch of receiver.batches()) {
      expect(batch.recycled).toBe(true);
      kept.push(batch);
      if (kept.length === 2) break;
    }
    expect(kept[0], 'the same memory again').toBe(kept[1]);
    const numbers: number[] = [];
    // A few were asked for first, then as many as there are slots.
    const gone = 4 + 64;
    for await (const n of receiver.packets()) if (numbers.push(n) === 200 - gone) break;
    expect(numbers).toEqual(upTo(200).slice(gone));
    expect(receiver.stats()).toEqual({ received: 200, dropped: 0, frozen: 0 });
  });

  it('overwrites what is released, when tests want it', async () => {
    const receiver = openKernelLink({ native, facts: interfaceFacts(native, 'm1'), toPacket: toNumber, poison: true });
    await link('m0').send(packed([frame(5), frame(6)]));
    const batches = receiver.batches();
    const batch = (await batches.next()).value as PacketBatch;
    const kept = batch.data.subarray(batch.offset[0], batch.offset[0]! + 60);
    expect(kept).toEqual(frame(5));
    const next = batches.next();
    expect(kept).toEqual(new Uint8Array(60).fill(0xdb));
    await receiver.close();
    await next;
  });

  it('gives each batch to all that listen, until they stop', async () => {
    const receiver = link('m1');
    const sender = link('m0');
    const heard: string[] = [];
    const hear = (name: string) => (batch: PacketBatch) => {
      for (let i = 0; i < batch.n; i++) heard.push(`${name}${toNumber(batch, i)}`);
    };
    const stopA = receiver.listen(hear('a'));
    const stopB = receiver.listen(hear('b'));
    await sender.send(packed([frame(1)]));
    await turn();
    stopA();
    stopA();
    await sender.send(packed([frame(2)]));
    await turn();
    stopB();
    await sender.send(packed([frame(3)]));
    await turn();
    expect(heard).toEqual(['a1', 'b1', 'b2']);
    const stopC = receiver.listen(hear('c'));
    await turn();
    stopC();
    expect(heard.at(-1)).toBe('c3');
  });

  it('gives a batch to nobody who began after it came, or has stopped', async () => {
    const receiver = link('m1');
    const sender = link('m0');
    const heard: string[] = [];
    receiver.listen((batch) => {
      heard.push(`a${toNumber(batch, 0)}`);
      stopB();
      if (heard.length === 1) receiver.listen((next) => heard.push(`c${toNumber(next, 0)}`));
    });
    const stopB = receiver.listen(() => heard.push('b'));
    for (const n of [1, 2]) {
      await sender.send(packed([frame(n)]));
      await turn();
    }
    expect(heard).toEqual(['a1', 'a2', 'c2']);
  });

  it('goes on through bursts, where it looks once a millisecond, and calm', async () => {
    const receiver = link('m1');
    const sender = link('m0');
    let heard = 0;
    const stop = receiver.listen((batch) => {
      heard += batch.n;
    });
    for (let burst = 0; burst < 12; burst++) {
      await sender.send(packed(upTo(20).map((i) => frame(i))));
      await turn();
    }
    await turn();
    expect(heard).toBe(240);
    await sender.send(packed([frame(1)]));
    await turn();
    await turn();
    expect(heard).toBe(241);
    stop();
  });

  it('is read by one at a time', async () => {
    const receiver = link('m1');
    const stop = receiver.listen(() => undefined);
    await expect(receiver.batches().next()).rejects.toMatchObject({ code: 'ERR_BUSY' });
    stop();
    const batches = receiver.batches();
    const pending = batches.next();
    await expect(receiver.packets().next()).rejects.toMatchObject({ code: 'ERR_BUSY' });
    expect(() => receiver.listen(() => undefined)).toThrow('this link on m1 already has a reader');
    await receiver.close();
    expect(await pending).toEqual({ done: true, value: undefined });
  });

  it('ends with the reason when the signal aborts', async () => {
    const receiver = link('m1');
    const controller = new AbortController();
    const pending = receiver.batches({ signal: controller.signal }).next();
    controller.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
    await expect(receiver.batches({ signal: controller.signal }).next()).rejects.toThrow('enough');
    expect(
      receiver.listen(() => undefined),
      'the link is free again',
    ).toBeTypeOf('function');
  });

  it('counts what was dropped, also after close', async () => {
    native = mockNative({ queue: 10 });
    const receiver = link('m1');
    await link('m0').send(packed(upTo(25).map((i) => frame(i))));
    expect(receiver.stats()).toEqual({ received: 0, dropped: 15, frozen: 0 });
    let read = 0;
    for await (const { n } of receiver.batches()) {
      read += n;
      if (read === 10) break;
    }
    await receiver.close();
    expect(receiver.stats()).toEqual({ received: 10, dropped: 15, frozen: 0 });
  });

  it('drops what an older filter had let through', async () => {
    const receiver = link('m1');
    const sender = link('m0');
    await sender.send(packed([frame(1)]));
    receiver.setFilter(undefined);
    await sender.send(packed([frame(2)]));
    expect((await receiver.packets().next()).value).toBe(2);
  });

  it('lives on when the interface was down, and ends when it is gone', async () => {
    const receiver = link('m1');
    const sender = link('m0');
    const errors: unknown[] = [];
    const heard: number[] = [];
    receiver.listen((batch) => heard.push(toNumber(batch, 0)), { onError: (error) => errors.push(error) });
    native.set('m1', 'down');
    native.set('m0', 'down');
    await turn();
    await expect(sender.send(packed([frame(1)]))).rejects.toMatchObject({ code: 'ERR_INTERFACE', details: { iface: 'm0', sent: 0 } });
    native.set('m0', 'up');
    native.set('m1', 'up');
    await sender.send(packed([frame(2)]));
    await turn();
    expect([heard, errors]).toEqual([[2], []]);
    await sender.send(packed([frame(3)]));
    native.set('m1', 'gone');
    await turn();
    expect(heard, 'what was there is given first').toEqual([2, 3]);
    expect(errors).toMatchObject([{ code: 'ERR_INTERFACE', message: 'interface m1 is gone' }]);
    expect(() => receiver.listen(() => undefined)).toThrow('interface m1 is gone');
    await expect(receiver.batches().next()).rejects.toThrow('interface m1 is gone');
  });

  it('ends when it is removed after it went down, though packets had waited', async () => {
    const receiver = link('m1');
    const numbers: number[] = [];
    const reading = (async () => {
      for await (const n of receiver.packets()) numbers.push(n);
    })();
    await turn();
    await link('m0').send(packed([frame(1)]));
    native.set('m1', 'down');
    await turn();
    native.set('m1', 'gone');
    await expect(reading).rejects.toMatchObject({ code: 'ERR_INTERFACE', message: 'interface m1 is gone' });
    expect(numbers).toEqual([1]);
  });

  it('is gone for a later reader too, when an earlier one was told that it went down', async () => {
    const receiver = link('m1');
    const enough = new AbortController();
    const reading = receiver.batches({ signal: enough.signal }).next();
    native.set('m1', 'down');
    await turn();
    enough.abort();
    await expect(reading).rejects.toThrow('abort');
    const late = receiver.batches().next();
    await turn();
    native.set('m1', 'gone');
    await expect(late).rejects.toThrow('interface m1 is gone');
    expect(() => receiver.listen(() => undefined)).toThrow('interface m1 is gone');
  });

  it('closes within a listener', async () => {
    const receiver = link('m1');
    let heard = 0;
    receiver.listen(() => {
      heard++;
      void receiver.close();
    });
    await link('m0').send(packed(upTo(200).map((i) => frame(i))));
    await turn();
    expect(heard).toBe(1);
    expect(native.openSockets()).toBe(1);
  });
});

describe('send', () => {
  it('reports', async () => {
    const report = await link('m0').send(packed([frame(1, 60), frame(2, 100)]));
    expect(report).toMatchObject({ sent: 2, octets: 160 });
    expect(report.lastMs).toBeGreaterThanOrEqual(report.firstMs);
    expect(Math.abs(report.firstMs - Date.now())).toBeLessThan(10_000);
    expect(await link('m0').send(packed([]))).toMatchObject({ sent: 0, octets: 0, rate: 0 });
  });

  it('sends many, in order', async () => {
    native = mockNative({ queue: 5000 });
    const receiver = link('m1');
    const report = await link('m0').send(packed(upTo(3000).map((i) => frame(i))));
    expect(report.sent).toBe(3000);
    expect(report.rate).toBeCloseTo(2999 / report.seconds, 5);
    const numbers: number[] = [];
    for await (const n of receiver.packets()) if (numbers.push(n) === 3000) break;
    expect(numbers).toEqual(upTo(3000));
  });

  it('waits while the queue is full', async () => {
    let calls = 0;
    native = mockNative({ sendRoom: () => (calls++ % 3 === 0 ? 7 : 0) });
    const receiver = link('m1');
    expect(await link('m0').send(packed(upTo(50).map((i) => frame(i))))).toMatchObject({ sent: 50 });
    const numbers: number[] = [];
    for await (const n of receiver.packets()) if (numbers.push(n) === 50) break;
    expect(numbers).toEqual(upTo(50));
  });

  it('keeps the pace', async () => {
    const report = await link('m0').send(packed(upTo(101).map((i) => frame(i))), { rate: 2000 });
    // Never faster than asked for; slower only as the machine is busy.
    expect(report.sent).toBe(101);
    expect(report.rate).toBeLessThanOrEqual(2001);
    expect(report.seconds).toBeGreaterThanOrEqual(0.0499);
  });

  it('stops at the signal, and at close', async () => {
    const sender = link('m0');
    const controller = new AbortController();
    const slow = sender.send(packed([frame(1), frame(2)]), { rate: 0.001, signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(slow).rejects.toThrow('enough');
    await expect(sender.send(packed([frame(1)]), { signal: controller.signal })).rejects.toThrow('enough');
    const closing = expect(sender.send(packed(upTo(3000).map((i) => frame(i))))).rejects.toMatchObject({ code: 'ERR_CLOSED' });
    await sender.close();
    await closing;
  });

  it('refuses what is no rate, and says which frame was refused', async () => {
    const sender = link('m0');
    for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
      await expect(sender.send(packed([frame(1)]), { rate })).rejects.toMatchObject({ code: 'ERR_RANGE' });
    await expect(sender.send(packed([frame(0), frame(1, 2000), frame(2)]))).rejects.toMatchObject({
      code: 'ERR_TOO_LARGE',
      message: 'frame 1 of 2000 octets is too large for m0, whose MTU is 1500',
      details: { iface: 'm0', frame: 1, sent: 1, mtu: 1500 },
    });
    await expect(sender.send(packed([frame(0, 13)]))).rejects.toMatchObject({ code: 'ERR_VALUE' });
  });
});
