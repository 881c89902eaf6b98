import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { frame, packed, requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../../test/support/live-links.ts';
import { describeIf } from '../../../../test/support/require.ts';
import { tcpdump } from '../../../../test/support/tcpdump.ts';
import type { Host, Link, LinkOptions } from '../../host.ts';
import { linuxHost } from '../linux-host.ts';

for (const immediate of [true, false]) {
  describeIf(requireLive('tcpdump', 'ping'), `a filter as text, ${immediate ? 'on a packet socket' : 'on a ring'}`, () => {
    let net: TwoNamespaces;
    let a: Host;
    let b: Host;
    const open: Link[] = [];
    beforeAll(() => {
      net = twoNamespaces();
      a = linuxHost({ netns: net.a });
      b = linuxHost({ netns: net.b });
    });
    afterEach(async () => {
      for (const link of open.splice(0)) await link.close();
    });
    afterAll(async () => {
      await a?.close();
      await b?.close();
      net?.remove();
    });

    const link = async (host: Host, iface: string, options: LinkOptions = {}): Promise<Link> => {
      const opened = await host.open(iface, { immediate, ...options });
      open.push(opened);
      return opened;
    };
    async function take(from: Link, n: number): Promise<Uint8Array[]> {
      const kept: Uint8Array[] = [];
      for await (const packet of from.packets({ signal: AbortSignal.timeout(60_000) })) if (kept.push(packet.bytes) === n) break;
      return kept;
    }
    const ping = (...args: string[]): string => run('ip', 'netns', 'exec', net.a, 'ping', '-c', '1', '-q', ...args);

    it('lets through what tcpdump lets through', async () => {
      const filter = 'icmp[icmptype] == icmp-echo and src host 10.77.0.1';
      const dump = await tcpdump(net.b, 'vb', [filter]);
      try {
        const receiver = await link(b, 'vb', { filter });
        await (await link(a, 'va', { sendOnly: true })).send(packed([frame(1)]));
        ping('-s', '100', '10.77.0.2');
        ping('-s', '200', '10.77.0.2');
        expect(await take(receiver, 2)).toEqual(await dump.packets(2));
      } finally {
        dump.stop();
      }
    });

    it('knows VLANs, though the kernel takes the tags out', async () => {
      const receiver = await link(b, 'vb', { filter: 'vlan 5 and ether proto 0x88b5' });
      const tagged = (vlan: number): Uint8Array => {
        const octets = new Uint8Array(64);
        octets.set(frame(vlan).subarray(0, 12));
        octets.set([0x81, 0x00, 0x60, vlan], 12);
        octets.set(frame(vlan).subarray(12), 16);
        return octets;
      };
      await (await link(a, 'va', { sendOnly: true })).send(packed([frame(5), tagged(4), tagged(5)]));
      expect(await take(receiver, 1)).toEqual([tagged(5)]);
    });

    for (const linkType of [276, 113]) {
      it(`works on any, cooked as ${linkType}`, async () => {
        const inward = await link(b, 'any', { linkType, filter: 'icmp and inbound' });
        const outward = await link(b, 'any', { linkType, filter: 'icmp and outbound and dst 10.77.0.1' });
        await (await link(a, 'va', { sendOnly: true })).send(packed([frame(1)]));
        ping('10.77.0.2');
        ping('10.77.0.2');
        const header = linkType === 276 ? 20 : 16;
        expect((await take(inward, 2)).map((octets) => octets[header + 20])).toEqual([8, 8]);
        expect((await take(outward, 2)).map((octets) => octets[header + 20])).toEqual([0, 0]);
      });
    }

    it('knows the interface by its number on any', async () => {
      const index = (await b.interfaces()).find(({ name }) => name === 'lo')?.index;
      const receiver = await link(b, 'any', { filter: `icmp and ifindex ${index}` });
      ping('10.77.0.2');
      run('ip', 'netns', 'exec', net.b, 'ping', '-c', '1', '127.0.0.1');
      expect((await take(receiver, 2)).map((octets) => [octets[7], octets[40]])).toEqual([
        [index, 8],
        [index, 0],
      ]);
    });

    it("asks the host for names, and for the network's mask", async () => {
      const loopback = await link(b, 'lo', { filter: 'icmp and host localhost' });
      run('ip', 'netns', 'exec', net.b, 'ping', '-c', '1', '127.0.0.1');
      expect((await take(loopback, 1))[0]![34]).toBe(8);
      const broadcast = await link(b, 'vb', { filter: 'icmp and ip broadcast' });
      run('ip', 'netns', 'exec', net.a, 'sh', '-c', 'ping -c 1 -W 1 10.77.0.2; ping -b -c 1 -W 1 10.77.0.255 || true');
      expect([...(await take(broadcast, 1))[0]!.subarray(30, 34)]).toEqual([10, 77, 0, 255]);
    });

    it('says where a filter is wrong, and opens nothing', async () => {
      await expect(b.open('vb', { immediate, filter: 'tcp prot 80' })).rejects.toMatchObject({ code: 'ERR_FILTER' });
      await expect(b.open('vb', { immediate, filter: 'host no-such-host.invalid' })).rejects.toMatchObject({
        code: 'ERR_FILTER',
        message: expect.stringContaining('no-such-host.invalid') as unknown,
      });
      expect(run('ip', 'netns', 'exec', net.b, 'cat', '/proc/net/packet').trim().split('\n')).toHaveLength(1);
    });
  });
}
