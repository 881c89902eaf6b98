import { expect, it } from 'vitest';
import { type Kept, numbers, ours, take, upTo } from '../../../../test/support/kept-packets.ts';
import { frame, packed, requireLive, run, upAgain } from '../../../../test/support/live-links.ts';
import { openLinks } from '../../../../test/support/open-links.ts';
import { describeIf } from '../../../../test/support/require.ts';
import type { KernelLink } from './kernel-link.ts';
import type { KernelLinkChoices } from './kernel-link-choices.ts';

describeIf(requireLive(), 'a link that only sends', () => {
  const live = openLinks();

  const link = (end: 'a' | 'b', options: KernelLinkChoices, device = `v${end}`): KernelLink<Kept> => live.open(end, device, options);
  /** Protocol and "running" of the packet sockets in a, as the kernel lists them. */
  const sockets = (): string[][] =>
    run('ip', 'netns', 'exec', live.net.a, 'cat', '/proc/net/packet')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .map((columns) => [columns[3]!, columns[5]!]);

  it('sends what the other end receives, and is given nothing by the kernel', async () => {
    const sender = link('a', { sendOnly: true });
    expect(sockets()).toEqual([['0000', '0']]);
    const receiver = link('b', { immediate: true });
    const frames = upTo(500).map((i) => frame(i, 60 + (i % 1400)));
    expect(await sender.send(packed(frames), { rate: 100_000 })).toMatchObject({ sent: 500 });
    expect((await take(receiver, 500)).map(({ octets }) => octets)).toEqual(frames);
    await receiver.send(packed(upTo(10).map((i) => frame(i))));
    expect(sender.stats()).toEqual({ received: 0, dropped: 0, frozen: 0 });
    const receiving = link('a', { immediate: true });
    expect(sockets(), 'what one that receives looks like there').toContainEqual(['0003', '1']);
    await receiving.close();
  });

  it('says so to who would read', async () => {
    const sender = link('a', { sendOnly: true });
    const refused = { code: 'ERR_VALUE', message: 'cannot read on va: the link was opened with sendOnly' };
    await expect(sender.batches().next()).rejects.toMatchObject(refused);
    await expect(sender.packets().next()).rejects.toMatchObject(refused);
    expect(() => sender.listen(() => undefined)).toThrow('cannot listen on va: the link was opened with sendOnly');
    expect(() => sender.setFilter(undefined)).toThrow('cannot set a filter on va: the link was opened with sendOnly');
  });

  it('names an interface that is down or gone, and lives on when it comes back', async () => {
    const sender = link('a', { sendOnly: true });
    const receiver = link('b', { immediate: true });
    run('ip', '-n', live.net.a, 'link', 'set', 'va', 'down');
    await expect(sender.send(packed([frame(1)]))).rejects.toMatchObject({
      code: 'ERR_INTERFACE',
      message: 'cannot send: interface va is down (ENETDOWN)',
    });
    await upAgain([live.net.a, 'va'], [live.net.b, 'vb']);
    await sender.send(packed([frame(2)]));
    expect(numbers(await take(receiver, 1))).toEqual([2]);
    run('ip', '-n', live.net.a, 'link', 'add', 'vx', 'type', 'veth', 'peer', 'name', 'vy');
    run('ip', '-n', live.net.a, 'link', 'set', 'vx', 'up');
    const short = link('a', { sendOnly: true }, 'vx');
    run('ip', '-n', live.net.a, 'link', 'del', 'vx');
    await expect(short.send(packed([frame(3)]))).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
  });

  it('sends past the queueing discipline, where no capture sees frames leave', async () => {
    const tap = link('a', { immediate: true, direction: 'out' });
    const receiver = link('b', { immediate: true });
    await link('a', { sendOnly: true, bypassQdisc: true }).send(packed([frame(1)]));
    await link('a', { sendOnly: true }).send(packed([frame(2)]));
    expect(numbers(await take(receiver, 2, ours))).toEqual([1, 2]);
    expect(numbers(await take(tap, 1, ours))).toEqual([2]);
  });
});
