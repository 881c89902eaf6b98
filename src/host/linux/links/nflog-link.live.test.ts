import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, expect, it } from 'vitest';
import { type Kept, keep } from '../../../../test/support/kept-packets.ts';
import { requireLive, run } from '../../../../test/support/live-links.ts';
import { openLinks } from '../../../../test/support/open-links.ts';
import { all, type Condition, describeIf } from '../../../../test/support/require.ts';
import { tcpdump } from '../../../../test/support/tcpdump.ts';
import { FLAG_OUTGOING } from '../../../capture/batch.ts';
import { linuxHost } from '../linux-host.ts';
import type { KernelLink } from './kernel-link.ts';
import type { KernelLinkChoices } from './kernel-link-choices.ts';
import { hasNflog, openNflogLink } from './nflog-link.ts';

const RULES = `
table inet logs {
  chain in { type filter hook input priority 0; icmp type echo-request log prefix "in:" group 5 log group 6; }
  chain out { type filter hook output priority 0; icmp type echo-reply log prefix "out" group 5 log group 6; }
}`;

/** Type and value of each attribute behind the four octets of the header, as LINKTYPE_NFLOG has them: host byte order. */
function attributesOf(packet: Uint8Array): Map<number, Buffer> {
  const octets = Buffer.from(packet);
  const found = new Map<number, Buffer>();
  for (let at = 4; at + 4 <= octets.length && octets.readUInt16LE(at) >= 4; at += (octets.readUInt16LE(at) + 3) & ~3) {
    found.set(octets.readUInt16LE(at + 2), octets.subarray(at + 4, at + octets.readUInt16LE(at)));
  }
  return found;
}

const requireNflog = (): Condition =>
  existsSync('/proc/net/netfilter/nfnetlink_log') ? { ok: true } : { ok: false, reason: 'needs a kernel with nfnetlink_log' };

describeIf(all(requireLive('tcpdump', 'nft', 'ping'), requireNflog()), "the firewall's log as a link", () => {
  const live = openLinks();
  beforeAll(() => {
    run('ip', 'netns', 'exec', live.net.b, 'nft', RULES);
  });

  const link = (group: number, options: KernelLinkChoices = {}): KernelLink<Kept> =>
    live.closing(openNflogLink<Kept>({ native: live.native, netnsFd: live.net.fdB, group, toPacket: keep, options }));
  const ping = (count: number): unknown =>
    run('ip', 'netns', 'exec', live.net.a, 'ping', '-q', '-i', '0.002', '-c', String(count), '10.77.0.2');
  async function take(from: KernelLink<Kept>, n: number): Promise<Kept[]> {
    const kept: Kept[] = [];
    for await (const packet of from.packets({ signal: AbortSignal.timeout(60_000) })) if (kept.push(packet) === n) break;
    return kept;
  }

  for (const immediate of [true, false]) {
    it(`gives the octets that tcpdump -i nflog gives (${immediate ? 'each at once' : 'gathered'})`, async () => {
      const dump = await tcpdump(live.net.b, 'nflog:6');
      try {
        const receiver = link(5, { immediate });
        expect([receiver.name, receiver.linkType, dump.linkType()]).toEqual(['nflog:5', 239, 239]);
        ping(30);
        const got = await take(receiver, 60);
        const seen = await dump.packets(60);
        expect(got).toHaveLength(60);
        got.forEach(({ octets, wire, flags, sec }, i) => {
          const [mine, theirs] = [attributesOf(octets), attributesOf(seen[i]!)];
          // Two rules log each packet: with another prefix (10), and the group is in the header.
          expect(mine.get(10)?.toString()).toBe(i % 2 === 0 ? 'in:\0' : 'out\0');
          // Each rule has a time stamp of its own, a few microseconds after the other's.
          for (const own of [10, 3]) [mine, theirs].forEach((attributes) => void attributes.delete(own));
          expect(mine).toEqual(theirs);
          expect([...octets.subarray(0, 4)]).toEqual([2, 0, 0, 5]);
          expect([wire, flags]).toEqual([octets.length, i % 2 === 0 ? 0 : FLAG_OUTGOING]);
          expect(Math.abs(sec - Date.now() / 1000)).toBeLessThan(60);
        });
        expect(receiver.stats()).toEqual({ received: 60, dropped: 0, frozen: 0 });
      } finally {
        dump.stop();
      }
    });
  }

  it('cuts the packet to the snapshot length, as tcpdump -s does', async () => {
    const receiver = link(5, { immediate: true, snaplen: 24 });
    ping(1);
    expect(attributesOf((await take(receiver, 1))[0]!.octets).get(9)).toHaveLength(24);
  });

  it('counts what the kernel had no room for, and goes on', async () => {
    const receiver = link(5, { immediate: true, bufferSize: 4096 });
    ping(60);
    const { dropped } = receiver.stats();
    expect(dropped).toBeGreaterThan(0);
    expect(await take(receiver, 120 - dropped)).toHaveLength(120 - dropped);
    ping(1);
    expect(await take(receiver, 2)).toHaveLength(2);
  });

  it('says who may not, and what it cannot', async () => {
    link(5);
    expect(() => link(5)).toThrow(
      expect.objectContaining({ code: 'ERR_BUSY', message: 'another program reads group 5 of the firewall log' }),
    );
    expect(() => link(7, { linkType: 1 })).toThrow('nflog:7 does not support link type 1; it supports 239');
    expect(() => link(7, { direction: 'in' })).toThrow('nflog:7 does not support one direction');
    expect(() => link(7, { fanout: { group: 1 } })).toThrow('nflog:7 does not support fanout');
    expect(() => link(7, { sendOnly: true })).toThrow('nflog:7 does not support sending');
    expect(() => link(7, { timestamps: 'adapter' })).toThrow('nflog:7 does not support time stamps of type adapter; it supports host');
    const frames = { data: new Uint8Array(60), n: 1, offset: new Uint32Array(1), length: Uint32Array.of(60) };
    await expect(link(7).send(frames)).rejects.toMatchObject({
      code: 'ERR_INTERFACE',
      message: 'cannot send on nflog:7: it is for capturing only',
    });
  });

  it('stands beside any in the list of the host, and opens by name', async () => {
    expect(hasNflog(live.native, live.net.fdB)).toBe(readFileSync('/proc/net/netfilter/nf_log', 'utf8').includes('nfnetlink_log'));
    await using(linuxHost({ netns: live.net.b }), async (host) => {
      expect((await host.pseudoInterfaces!()).map(({ name, linkType }) => [name, linkType])).toEqual([
        ['any', 276],
        ['nflog', 239],
      ]);
      const group5 = await host.open('nflog:5', { immediate: true });
      ping(1);
      for await (const packet of group5.packets()) {
        expect(packet.bytes.length).toBeGreaterThan(84);
        break;
      }
      await group5.close();
      // `tcpdump -i nflog` takes filters of octets and sizes only, and so do we.
      const large = await host.open('nflog:6', { immediate: true, filter: 'link[0] = 2 and greater 300' });
      ping(1);
      run('ip', 'netns', 'exec', live.net.a, 'ping', '-q', '-c', '1', '-s', '300', '10.77.0.2');
      for await (const packet of large.packets()) {
        expect(packet.bytes.length).toBeGreaterThan(300);
        break;
      }
      expect(large.stats().received).toBe(2);
      await large.close();
      await expect(host.open('nflog', { filter: 'icmp' })).rejects.toMatchObject({ code: 'ERR_FILTER' });
      const group0 = await host.open('nflog');
      expect([group0.name, group0.interfaces[0]?.linkType]).toEqual(['nflog', 239]);
      await group0.close();
      await expect(host.open('nflog:65536')).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
      await expect(host.open('nflogs')).rejects.toMatchObject({ code: 'ERR_INTERFACE', message: 'there is no interface nflogs' });
    });
  });
});

async function using<T extends AsyncDisposable>(one: T, f: (one: T) => Promise<void>): Promise<void> {
  try {
    await f(one);
  } finally {
    await one[Symbol.asyncDispose]();
  }
}
