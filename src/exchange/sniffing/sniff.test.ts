import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { openCapture } from '../../capture/node/captures.ts';
import { type Lab, lab } from '../../lab/lab.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { sendp } from '../send.ts';
import { sniff } from './sniff.ts';

const labs: Lab[] = [];
afterEach(async () => {
  for (const one of labs.splice(0)) await one.close();
});
function pair(): Lab {
  const made = lab({ time: 'virtual', seed: 3, hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } } });
  labs.push(made);
  return made;
}
const MAC = '02:00:c0:00:02:14';
const probes = (n: number): Packet[] =>
  Array.from({ length: n }, (_, i) => packet(Ether({ dst: MAC }), IP({ dst: '192.0.2.20' }), UDP({ sport: 1000 + i, dport: 7 }), 'x'));
const ports = (packets: readonly Packet[]): number[] => packets.map((p) => p.get(UDP)?.sport ?? 0);

describe('sniff', () => {
  it('gives the packets that came, from the call on, and ends after `count`', async () => {
    const net = pair();
    const sniffer = sniff({ host: net.host('bob'), iface: 'eth0', filter: 'udp', count: 3 });
    await sniffer.ready;
    await sendp(probes(5), { host: net.host('alice'), iface: 'eth0' });
    expect(ports(await sniffer.all())).toEqual([1000, 1001, 1002]);
    expect(await sniffer.stop()).toBeUndefined();
  });

  it('is read packet by packet, until `stop` says that it is enough: that packet is given too', async () => {
    const net = pair();
    const sniffer = sniff({ host: net.host('bob'), filter: 'udp', stop: (p) => p.get(UDP)?.sport === 1002 });
    await sniffer.ready;
    await sendp(probes(5), { host: net.host('alice'), iface: 'eth0' });
    const read: Packet[] = [];
    for await (const p of sniffer) read.push(p);
    expect(ports(read)).toEqual([1000, 1001, 1002]);
  });

  it('calls `prn` without anybody reading; what `accept` refuses is not counted', async () => {
    const net = pair();
    const seen: number[] = [];
    const sniffer = sniff({
      host: net.host('bob'),
      filter: 'udp',
      accept: (p) => (p.get(UDP)?.sport ?? 0) % 2 === 0,
      count: 2,
      store: false,
      prn: (p) => seen.push(p.get(UDP)?.sport ?? 0),
    });
    await sniffer.ready;
    await sendp(probes(5), { host: net.host('alice'), iface: 'eth0' });
    expect(await sniffer.all()).toEqual([]);
    expect(seen).toEqual([1000, 1002]);
  });

  it('ends by its time-out, its signal and stop(), quietly, with what came by then', async () => {
    const net = pair();
    const bob = net.host('bob');
    const late = sniff({ host: bob, timeoutMs: 50 });
    await late.ready;
    const before = net.clock.now();
    expect(await late.all()).toEqual([]);
    expect(net.clock.now() - before).toBeGreaterThanOrEqual(49);

    const abort = new AbortController();
    const aborted = sniff({ host: bob, filter: 'udp', signal: abort.signal, prn: (p) => ports([p])[0] === 1001 && abort.abort() });
    await aborted.ready;
    await sendp(probes(3), { host: net.host('alice'), iface: 'eth0' });
    expect(ports(await aborted.all()).slice(0, 2)).toEqual([1000, 1001]);

    const stopped = sniff({ host: bob });
    const all = stopped.all().then((packets) => packets.length);
    await stopped.stop();
    expect(await all).toBe(0);
  });

  it('tells who reads what kept it from opening, and closes what it had opened', async () => {
    const bob = pair().host('bob');
    const sniffer = sniff({ host: bob, iface: ['eth0', 'eth7'] });
    await expect(sniffer.ready).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    await expect(sniffer.all()).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    await expect(sniff({ host: bob, filter: 'udp port' }).ready).rejects.toMatchObject({ code: 'ERR_FILTER' });
    expect(() => sniff({ host: bob, timeout: 1 } as never)).toThrow(/timeoutMs/);
  });

  it('is read once', async () => {
    const sniffer = sniff({ host: pair().host('bob'), timeoutMs: 1 });
    expect(await sniffer.all()).toEqual([]);
    const other = sniff({ host: pair().host('bob'), timeoutMs: 1 });
    for await (const p of other) expect(p).toBeUndefined();
    await expect(other.all()).rejects.toMatchObject({ code: 'ERR_BUSY' });
  });

  const captures = fileURLToPath(new URL('../../../test/fixtures/captures/seladb+PcapPlusPlus/Tests', import.meta.url));
  const gre = (): ReturnType<typeof openCapture> => openCapture(`${captures}/Packet++Test/PacketExamples/GrePackets.pcap`);
  const nano = (): ReturnType<typeof openCapture> => openCapture(`${captures}/Pcap++Test/PcapExamples/nanosecs_big_endian.pcap`);
  const timesOf = (packets: readonly Packet[]): number[] => packets.map(({ meta }) => (meta.sec as number) + (meta.nsec as number) / 1e9);

  it('takes a capture as a source', async () => {
    const whole = await sniff({ source: await gre() }).all();
    expect(whole).toHaveLength(7);
    const some = await sniff({ source: await gre(), accept: (p) => p.has(IP), count: 2 }).all();
    expect(some.map((p) => p.bytes)).toEqual(whole.slice(0, 2).map((p) => p.bytes));
  });

  it('runs a filter over a capture, and takes a count of 0 for no end, as scapy does', async () => {
    const whole = await sniff({ source: await gre(), count: 0 }).all();
    expect(whole).toHaveLength(7);
    const filtered = await sniff({ source: await gre(), filter: 'ip proto 47' }).all();
    // The sixth has its IPv4 in IPv6, in a VLAN: none of libpcap's `ip`.
    expect(filtered.map((p) => p.bytes)).toEqual(whole.filter((_, i) => i !== 5).map((p) => p.bytes));
    expect(await sniff({ source: await gre(), filter: 'arp' }).all()).toEqual([]);
    await expect(sniff({ source: await gre(), filter: 'udp port' }).ready).rejects.toMatchObject({ code: 'ERR_FILTER' });
  });

  it('says what a source is', async () => {
    const path = sniff({ source: '/tmp/x.pcap' } as never);
    await expect(path.ready).rejects.toMatchObject({ code: 'ERR_VALUE', remedy: expect.stringContaining('openCapture(path)') });
    await expect(sniff({ source: [await gre(), 5] } as never).ready).rejects.toMatchObject({ code: 'ERR_VALUE' });
    expect(() => sniff({ offline: 'x.pcap' } as never)).toThrow(/did you mean.*source/i);
    expect(() => sniff({ stop_filter: () => true } as never)).toThrow(/did you mean.*stop/i);
  });

  it('merges several sources by time', async () => {
    const [one, other] = [await sniff({ source: await gre() }).all(), await sniff({ source: await nano() }).all()];
    const merged = timesOf(await sniff({ source: [await gre(), await nano(), await gre()] }).all());
    expect(merged).toEqual([...timesOf(one), ...timesOf(one), ...timesOf(other)].sort((a, b) => a - b));
  });
});
