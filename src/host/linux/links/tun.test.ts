import { expect, it } from 'vitest';
import { openLinks } from '../../../../test/support/open-links.ts';
import { describeIf } from '../../../../test/support/require.ts';
import type { PacketBatch } from '../../../capture/batch.ts';
import type { KernelLink } from './kernel-link.ts';
import { packed, requireLive, run } from '../../../../test/support/live-links.ts';
import { openTun } from './tun.ts';

const octets = (batch: PacketBatch, i: number): Uint8Array => batch.data.slice(batch.offset[i]!, batch.offset[i]! + batch.captured[i]!);

/** Adds up 16-bit words, complemented (RFC 1071). */
function checksum(data: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < data.length; i += 2) sum += (data[i]! << 8) | (data[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** An ICMP echo request from 10.78.0.2 to 10.78.0.1. */
function echo(): Uint8Array {
  const packet = new Uint8Array(32);
  const view = new DataView(packet.buffer);
  packet.set(Buffer.from('4500002000010000400100000a4e00020a4e0001080000001234000101020304', 'hex'));
  view.setUint16(10, checksum(packet.subarray(0, 20)));
  view.setUint16(22, checksum(packet.subarray(20)));
  return packet;
}

describeIf(requireLive(), 'openTun', () => {
  const live = openLinks();

  const tun = (name: string, kind: 'tun' | 'tap'): KernelLink<Uint8Array> =>
    live.closing(openTun(name, { native: live.native, kind, netnsFd: live.net.fdA, toPacket: octets }));
  const first = async (link: KernelLink<Uint8Array>, wanted: (packet: Uint8Array) => boolean): Promise<Uint8Array | undefined> => {
    for await (const packet of link.packets({ signal: AbortSignal.timeout(5000) })) if (wanted(packet)) return packet;
    return undefined;
  };

  it('makes an interface in the namespace, whose kernel answers', async () => {
    const link = tun('pkt0', 'tun');
    expect(link).toMatchObject({ name: 'pkt0', linkType: 101, mtu: 1500 });
    await expect(link.send(packed([echo()]))).rejects.toMatchObject({
      code: 'ERR_INTERFACE',
      message: 'cannot send: interface pkt0 is down (ENETDOWN)',
    });
    run('ip', '-n', live.net.a, 'addr', 'add', '10.78.0.1/24', 'dev', 'pkt0');
    run('ip', '-n', live.net.a, 'link', 'set', 'pkt0', 'up');
    expect(await link.send(packed([echo()]))).toMatchObject({ sent: 1, octets: 32 });
    const reply = await first(link, (packet) => packet[9] === 1);
    expect([...reply!.subarray(12, 22)]).toEqual([10, 78, 0, 1, 10, 78, 0, 2, 0, 0]);
    expect([...reply!.subarray(24)]).toEqual([0x12, 0x34, 0, 1, 1, 2, 3, 4]);
    expect(link.stats().received).toBeGreaterThan(0);
    await expect(link.send(packed([Uint8Array.of(0, 1, 2)]))).rejects.toMatchObject({
      code: 'ERR_VALUE',
      message: 'pkt0 refuses frame 0 of 3 octets: it is not an IP packet',
    });
    expect(() => link.setFilter(undefined)).toThrow('pkt0 does not support kernel filters');
    expect(() => openTun('pkt0', { native: live.native, kind: 'tun', netnsFd: live.net.fdA, toPacket: octets })).toThrow(
      expect.objectContaining({ code: 'ERR_BUSY' }),
    );
  });

  it('makes a tap, whose frames have their Ethernet header', async () => {
    const link = tun('tap%d', 'tap');
    expect(link).toMatchObject({ name: 'tap0', linkType: 1, mac: expect.stringMatching(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/) });
    run('ip', '-n', live.net.a, 'addr', 'add', '10.79.0.1/24', 'dev', 'tap0');
    run('ip', '-n', live.net.a, 'link', 'set', 'tap0', 'up');
    // Who has 10.79.0.1? Tell 10.79.0.2 (RFC 826)
    await link.send(
      packed([Buffer.from('ffffffffffff02000000000908060001080006040001020000000009' + '0a4f00020000000000000a4f0001', 'hex')]),
    );
    const reply = await first(link, (packet) => packet[12] === 8 && packet[13] === 6);
    expect([...reply!.subarray(0, 6)]).toEqual([2, 0, 0, 0, 0, 9]);
    expect([...reply!.subarray(20, 22)]).toEqual([0, 2]);
  });

  it('goes when the link is closed', async () => {
    const link = tun('pkt1', 'tun');
    run('ip', '-n', live.net.a, 'link', 'show', 'pkt1');
    await link.close();
    expect(() => run('ip', '-n', live.net.a, 'link', 'show', 'pkt1')).toThrow('does not exist');
    await expect(link.send(packed([echo()]))).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  it('refuses a name that is too long', () => {
    expect(() => tun('a-name-of-sixteen', 'tun')).toThrow(expect.objectContaining({ code: 'ERR_INTERFACE' }));
  });
});
