import { createHash } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { openLinks } from '../../../../test/support/open-links.ts';
import { describeIf } from '../../../../test/support/require.ts';
import { FLAG_CUT, FLAG_OUTGOING, FLAG_VLAN_RESTORED } from '../../../capture/batch.ts';
import { interfaceFacts } from './interface-facts.ts';
import type { KernelLink } from './kernel-link.ts';
import type { KernelLinkChoices } from './kernel-link-choices.ts';
import { etherTypeFilter, type Kept, keep, numbers, ours, take, tcpdumpProgram, upTo } from '../../../../test/support/kept-packets.ts';
import { frame, numberOf, packed, requireLive, run, upAgain } from '../../../../test/support/live-links.ts';
import { tcpdump } from '../../../../test/support/tcpdump.ts';

const digest = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex').slice(0, 16);

/** Every test with both ways of receiving. */
for (const immediate of [false, true]) {
  describeIf(requireLive('tcpdump', 'ping'), immediate ? 'link on a packet socket' : 'link on a ring', () => {
    const live = openLinks();
    afterEach(() => upAgain([live.net.a, 'va'], [live.net.b, 'vb']));

    const link = (end: 'a' | 'b', options: KernelLinkChoices = {}, device = `v${end}`): KernelLink<Kept> =>
      live.open(end, device, { immediate, ...options });

    it('gives the octets that tcpdump sees at the other end', async () => {
      const dump = await tcpdump(live.net.a, 'va', ['ether', 'proto', '0x88b5']);
      try {
        const receiver = link('b');
        const sender = link('a');
        const frames = upTo(500).map((i) => frame(i, 60 + ((i * 37) % 1455)));
        const report = await sender.send(packed(frames));
        expect(report.sent).toBe(500);
        expect(report.octets).toBe(frames.reduce((sum, f) => sum + f.length, 0));
        const got = await take(receiver, 500);
        const seen = await dump.packets(500);
        expect(seen.length).toBe(500);
        expect(got.map((packet) => digest(packet.octets))).toEqual(seen.map(digest));
        expect(got.every((packet) => packet.wire === packet.octets.length && packet.flags === 0)).toBe(true);
        expect(Math.abs(got[0]!.sec - report.firstMs / 1000)).toBeLessThan(5);
        expect(receiver.stats().dropped).toBe(0);
      } finally {
        dump.stop();
      }
    });

    it('gives a lone packet', async () => {
      const receiver = link('b');
      await link('a').send(packed([frame(7)]));
      expect(numbers(await take(receiver, 1))).toEqual([7]);
    });

    it('loses nothing of 20,000 frames, and counts them', async () => {
      const receiver = link('b', { bufferSize: 32 * 1024 * 1024 });
      const sender = link('a');
      const reading = take(receiver, 20_000);
      await sender.send(packed(upTo(20_000).map((i) => frame(i))), { rate: 200_000 });
      expect(numbers(await reading)).toEqual(upTo(20_000));
      expect(receiver.stats()).toMatchObject({ dropped: 0, frozen: 0 });
      expect(receiver.stats().received).toBeGreaterThanOrEqual(20_000);
    });

    it('counts what it had no room for', async () => {
      // Nobody reads: a small buffer is full long before 20,000 frames.
      const receiver = link('b', { bufferSize: 256 * 1024, filter: etherTypeFilter(0x88b5) });
      await link('a').send(packed(upTo(20_000).map((i) => frame(i))));
      const dropped = receiver.stats().dropped;
      expect(dropped).toBeGreaterThan(0);
      if (!immediate) expect(receiver.stats().frozen, 'the ring was full').toBeGreaterThan(0);
      const there = 20_000 - dropped;
      const got = numbers(await take(receiver, there));
      expect(got).toHaveLength(there);
      expect(
        got.every((n, i) => i === 0 || n > got[i - 1]!),
        'in order, none twice',
      ).toBe(true);
      await link('a').send(packed(upTo(20_000).map((i) => frame(i))));
      const later = receiver.stats().dropped;
      expect(later, 'it goes on counting').toBeGreaterThan(dropped);
      expect(receiver.stats().dropped, 'reading the counter does not lose it').toBe(later);
      await receiver.close();
      expect(receiver.stats()).toMatchObject({ received: there, dropped: later });
    });

    it('lets the kernel filter, and drops what an older filter had let through', async () => {
      const receiver = link('b', { filter: etherTypeFilter(0x88b5) });
      const sender = link('a');
      await sender.send(packed([frame(1, 60, 0x88b6), frame(2), frame(3, 60, 0x88b6), frame(4)]));
      expect(numbers(await take(receiver, 2))).toEqual([2, 4]);
      await sender.send(packed([frame(5), frame(6)]));
      receiver.setFilter(etherTypeFilter(0x88b6));
      await sender.send(packed([frame(7), frame(8, 60, 0x88b6)]));
      expect(numbers(await take(receiver, 1, () => true))).toEqual([8]);
      receiver.setFilter(undefined);
      await sender.send(packed([frame(9)]));
      expect(numbers(await take(receiver, 1))).toEqual([9]);
    });

    it('refuses a program that the kernel refuses', () => {
      const program = { instructions: new Uint8Array(8), length: 1 };
      expect(() => link('b', { filter: program })).toThrow(/cannot attach the filter .* on vb: EINVAL/);
    });

    it('puts the VLAN tag back', async () => {
      const receiver = link('b');
      const tagged = new Uint8Array(64);
      tagged.set(frame(1).subarray(0, 12));
      tagged.set([0x81, 0x00, 0x60, 0x2a], 12);
      tagged.set(frame(1).subarray(12), 16);
      const double = Uint8Array.from(tagged);
      double.set([0x88, 0xa8, 0x00, 0x07], 12); // service tag
      await link('a').send(packed([tagged, double]));
      const isTagged = (packet: Kept): boolean => numberOf(packet.octets, 16) >>> 16 === 0x88b5;
      const got = await take(receiver, 2, isTagged);
      expect(got.map((packet) => packet.octets)).toEqual([tagged, double]);
      expect(got.map((packet) => [packet.wire, packet.flags])).toEqual([
        [64, FLAG_VLAN_RESTORED],
        [64, FLAG_VLAN_RESTORED],
      ]);
    });

    it('cuts to the snapshot length and says so', async () => {
      const receiver = link('b', { snaplen: 40, filter: etherTypeFilter(0x88b5) });
      await link('a').send(packed([frame(1, 1000), frame(2, 40)]));
      const [long, short] = await take(receiver, 2);
      expect(long).toMatchObject({ octets: frame(1, 1000).subarray(0, 40), wire: 1000, flags: FLAG_CUT });
      expect(short).toMatchObject({ octets: frame(2, 40), wire: 40, flags: 0 });
    });

    it('knows what goes out from what comes in', async () => {
      const both = link('a');
      const inward = link('a', { direction: 'in' });
      const outward = link('a', { direction: 'out' });
      await link('a', { direction: 'in' }).send(packed([frame(1)]));
      await link('b').send(packed([frame(2)]));
      const got = await take(both, 2);
      expect(numbers(got)).toEqual([1, 2]);
      expect(got.map((packet) => packet.flags & FLAG_OUTGOING)).toEqual([FLAG_OUTGOING, 0]);
      expect(numbers(await take(inward, 1))).toEqual([2]);
      expect(numbers(await take(outward, 1))).toEqual([1]);
    });

    it('shows a loopback frame once', async () => {
      const receiver = link('a', {}, 'lo');
      expect(receiver.linkType).toBe(1);
      run('ip', 'netns', 'exec', live.net.a, 'ping', '-c', '2', '-i', '0.01', '127.0.0.1');
      const icmp = (packet: Kept): boolean => packet.octets[23] === 1;
      expect((await take(receiver, 4, icmp)).map((packet) => packet.octets[34])).toEqual([8, 0, 8, 0]);
    });

    it('captures every interface, cooked', async () => {
      const receiver = link('b', {}, 'any');
      expect(receiver.linkType).toBe(276);
      const sender = link('a');
      const tagged = new Uint8Array(60);
      tagged.set(frame(9).subarray(0, 12));
      tagged.set([0x81, 0x00, 0x00, 0x05, 0x88, 0xb5, 1, 2, 3, 4], 12);
      await sender.send(packed([frame(3), tagged]));
      const got = await take(receiver, 2, (packet) => packet.octets[10] === 0);
      const index = interfaceFacts(live.native, 'vb', live.net.fdB).ifindex;
      // protocol, reserved, index, ARPHRD_ETHER, to this host, address length, sender's MAC padded
      expect([...got[0]!.octets.subarray(0, 20)]).toEqual([0x88, 0xb5, 0, 0, 0, 0, 0, index, 0, 1, 0, 6, 2, 0, 0, 0, 0, 0x0a, 0, 0]);
      expect(got[0]!.octets.subarray(20)).toEqual(frame(3).subarray(14));
      expect([...got[1]!.octets.subarray(0, 2)]).toEqual([0x81, 0x00]);
      expect([...got[1]!.octets.subarray(20, 28)]).toEqual([0x00, 0x05, 0x88, 0xb5, 1, 2, 3, 4]);
      expect(got[1]!.flags).toBe(FLAG_VLAN_RESTORED);
      await expect(receiver.send(packed([frame(1)]))).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    });

    it('filters what is cooked', async () => {
      const receiver = link('b', { filter: tcpdumpProgram('LINUX_SLL2', 'icmp') }, 'any');
      await link('a').send(packed([frame(1)]));
      run('ip', 'netns', 'exec', live.net.a, 'ping', '-c', '1', '10.77.0.2');
      const got = await take(receiver, 2, () => true);
      expect(got.map((packet) => [packet.octets[1], packet.octets[29], packet.octets[40]])).toEqual([
        [0, 1, 8],
        [0, 1, 0],
      ]);
    });

    it('is promiscuous when asked', async () => {
      const promiscuity = (): number => JSON.parse(run('ip', '-n', live.net.b, '-d', '-j', 'link', 'show', 'vb'))[0].promiscuity;
      expect(promiscuity()).toBe(0);
      const receiver = link('b', { promiscuous: true });
      expect(promiscuity()).toBe(1);
      await receiver.close();
      expect(promiscuity()).toBe(0);
    });

    it('shares packets within a fanout group', async () => {
      const group = 4711 + (immediate ? 1 : 0);
      const receivers = [0, 1].map(() => link('b', { fanout: { group, mode: 'balance' }, filter: etherTypeFilter(0x88b5) }));
      await link('a').send(packed(upTo(100).map((i) => frame(i))));
      const got = await Promise.all(receivers.map((receiver) => take(receiver, 50)));
      expect(got.flatMap(numbers).sort((x, y) => x - y)).toEqual(upTo(100));
    });

    it('names the interface and its MTU when a frame is too large', async () => {
      const sender = link('a');
      const sending = sender.send(packed([frame(0), frame(1, 1515)]));
      await expect(sending).rejects.toMatchObject({
        code: 'ERR_TOO_LARGE',
        message: 'frame 1 of 1515 octets is too large for va, whose MTU is 1500',
        details: { sent: 1 },
      });
      await expect(sender.send(packed([frame(0, 13)]))).rejects.toMatchObject({ code: 'ERR_VALUE' });
    });

    it('lives through the interface going down and up', async () => {
      const receiver = link('b');
      const sender = link('a');
      const heard: number[] = [];
      let told: (() => void) | undefined;
      const stop = receiver.listen((batch) => {
        for (let i = 0; i < batch.n; i++) {
          const packet = keep(batch, i);
          if (ours(packet)) heard.push(numberOf(packet.octets));
        }
        told?.();
      });
      const hear = (n: number): Promise<void> =>
        new Promise((resolve) => {
          told = () => heard.length >= n && resolve();
          told();
        });
      await sender.send(packed([frame(1)]));
      await hear(1);
      run('ip', '-n', live.net.b, 'link', 'set', 'vb', 'down');
      run('ip', '-n', live.net.a, 'link', 'set', 'va', 'down');
      await expect(sender.send(packed([frame(2)]))).rejects.toMatchObject({
        code: 'ERR_INTERFACE',
        message: 'cannot send: interface va is down (ENETDOWN)',
      });
      await upAgain([live.net.a, 'va'], [live.net.b, 'vb']);
      await sender.send(packed([frame(3)]));
      await hear(2);
      expect(heard).toEqual([1, 3]);
      stop();
    });

    it('opens on an interface that is down, and receives once it is up', async () => {
      run('ip', '-n', live.net.b, 'link', 'set', 'vb', 'down');
      const receiver = link('b');
      const reading = take(receiver, 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
      await upAgain([live.net.b, 'vb'], [live.net.a, 'va']);
      await link('a').send(packed([frame(8)]));
      expect(numbers(await reading)).toEqual([8]);
    });

    it('ends with ERR_INTERFACE when the interface is gone', async () => {
      run('ip', '-n', live.net.a, 'link', 'add', 'vx', 'type', 'veth', 'peer', 'name', 'vy');
      run('ip', '-n', live.net.a, 'link', 'set', 'vx', 'up');
      const listening = link('a', {}, 'vx');
      const iterating = link('a', {}, 'vx');
      const listened = new Promise<unknown>((resolve) => {
        listening.listen(() => undefined, { onError: resolve });
      });
      const iterated = take(iterating, 1).catch((error: unknown) => error);
      setTimeout(() => run('ip', '-n', live.net.a, 'link', 'del', 'vx'), 20);
      const gone = { code: 'ERR_INTERFACE', message: 'interface vx is gone' };
      expect(await listened).toMatchObject(gone);
      expect(await iterated).toMatchObject(gone);
      await expect(listening.send(packed([frame(1)]))).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
      expect(() => link('a', {}, 'vx')).toThrow('there is no interface vx');
    });

    it('is closed after close', async () => {
      const closed = link('a');
      const reading = take(closed, 1);
      setImmediate(() => void closed.close());
      expect(await reading).toEqual([]);
      await closed.close();
      await expect(closed.send(packed([frame(1)]))).rejects.toMatchObject({
        code: 'ERR_CLOSED',
        message: 'cannot send on va: the link is closed',
      });
      expect(() => closed.setFilter(undefined)).toThrow('the link is closed');
      expect(() => closed.listen(() => undefined)).toThrow('the link is closed');
      await expect(closed.batches().next()).rejects.toMatchObject({ code: 'ERR_CLOSED' });
    });

    it('releases a batch late, twice and after close without harm', async () => {
      const receiver = link('b');
      const sender = link('a');
      await sender.send(packed([frame(1)]));
      const batches = receiver.batches();
      const { value: batch } = await batches.next();
      await receiver.close();
      if (batch === undefined || batch === null) throw new Error('no batch');
      batch.release();
      batch.release();
      expect(await batches.next()).toMatchObject({ done: true });
    });

    it('refuses absurd sizes', () => {
      for (const options of [{ bufferSize: 64 * 2 ** 30 }, { bufferSize: 0 }, { bufferSize: 1.5 }, { snaplen: 0 }, { snaplen: 2 ** 20 }]) {
        expect(() => link('b', options)).toThrow(/is not a whole number from 1 to/);
      }
    });
  });
}
