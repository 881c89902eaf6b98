/**
 * What libdnet's eth, ip and tun do with a kernel, through our public names, and whose way a packet takes; judges are ip, tcpdump and ping. The rows are those of
 * docs/from-libdnet.md.
 */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  arpMachine,
  Ether,
  FrameBuffer,
  fillChecksums,
  fromHex,
  type Host,
  type HostAdmin,
  headerWriter,
  ICMP,
  ICMPv6EchoReply,
  ICMPv6EchoRequest,
  IP,
  IPv6,
  icmpEchoMachine,
  type Link,
  linuxHost,
  type Packet,
  packet,
  send,
  sendp,
  sr1,
  startAnswering,
  toHex,
  UDP,
} from '../../src/index.ts';
import { requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { seenInB, tablesIn, twoPairs } from '../support/two-pairs.ts';

const MAC_A = '02:00:00:00:00:0a';

describeIf(requireLive('tcpdump', 'ping'), "libdnet's eth, ip and tun", () => {
  let net: TwoNamespaces;
  let host: Host;
  let admin: Required<HostAdmin>;

  const ip = (...words: string[]): string => run('ip', '-n', net.a, ...words);

  beforeAll(() => {
    net = twoPairs();
    host = linuxHost({ netns: net.a });
    admin = host.admin as Required<HostAdmin>;
  });
  afterAll(async () => {
    await host?.close();
    net?.remove();
  });

  it('eth: get and set the address, send a frame as it is', async () => {
    expect((await host.interfaces()).find(({ name }) => name === 'va')?.mac).toBe(MAC_A);
    const undo = await admin.links.set('va', { mac: '02:00:00:00:00:aa' });
    expect(ip('link', 'show', 'va')).toContain('link/ether 02:00:00:00:00:aa');
    await undo.undo();
    const frame = fromHex(`${'02000000000b'}${'02000000abcd'}88b5${'00112233'.repeat(12)}`);
    const link = await host.open('va');
    const frames = new FrameBuffer();
    frames.add(frame);
    expect(await seenInB(net, 'vb', 'ether proto 0x88b5', 1, () => link.send(frames))).toEqual([toHex(frame)]);
    expect(await seenInB(net, 'vb', 'ether proto 0x88b5', 2, () => sendp(frames, { host, iface: 'va', count: 2 }))).toEqual([
      toHex(frame),
      toHex(frame),
    ]);
    await link.close();
  });

  it('ip: headers written into octets of ours are sent as they are, and the kernel answers', async () => {
    const ipHeader = headerWriter(IP({ ttl: 9, proto: 'icmp', len: 32, src: '10.77.0.1', dst: '10.77.0.2' }), ['id']);
    const icmpHeader = headerWriter(ICMP({ id: 0x1234 }), ['seq']);
    const packets = new FrameBuffer();
    for (let i = 0; i < 3; i++) {
      const at = packets.room(32);
      const { data } = packets;
      data.set([1, 2, 3, i], icmpHeader(data, ipHeader(data, at, 1000 + i), i));
      fillChecksums(data, at, at + 32);
    }
    const link = await host.open('va', { immediate: true, direction: 'in' });
    const answers: string[] = [];
    const stop = link.listen((batch) => {
      for (let i = 0; i < batch.n; i++)
        answers.push(toHex(batch.data.subarray(batch.offset[i], (batch.offset[i] as number) + (batch.captured[i] as number))));
    });
    const seen = await seenInB(net, 'vb', 'icmp[icmptype] == icmp-echo', 3, async () => {
      expect(await send(packets, { host })).toMatchObject({ sent: 3, octets: 96 });
    });
    expect(seen).toEqual([0, 1, 2].map((i) => `02000000000b02000000000a0800${toHex(packets.data.subarray(32 * i, 32 * i + 32))}`));
    // The kernel takes no packet whose checksums are wrong.
    await expect.poll(() => answers.filter((hex) => hex.slice(68, 72) === '0000').length).toBe(3);
    stop();
    await link.close();
  });

  it('ip: a queue of packets to several places, IPv4 and IPv6, each the way of its own', async () => {
    const packets = new FrameBuffer();
    for (let i = 0; i < 3; i++) {
      packets.add(packet(IP({ src: '10.77.0.1', dst: '10.77.0.2', id: i }), UDP({ sport: 1, dport: 9 }), 'a'));
      packets.add(packet(IP({ src: '10.79.0.1', dst: '10.79.0.2', id: i }), UDP({ sport: 1, dport: 9 }), 'b'));
      packets.add(packet(IPv6({ src: 'fd00:79::1', dst: 'fd00:79::2' }), UDP({ sport: 1, dport: 9 }), 'c'));
    }
    const seen = await seenInB(net, 'vd', 'udp dst port 9', 6, () => send(packets, { host }));
    expect(seen.map((hex) => hex.slice(0, 30))).toEqual(
      Array.from({ length: 3 }, () => ['020000007902020000007901080045', '02000000790202000000790186dd60']).flat(),
    );
    const bad = new FrameBuffer();
    bad.add(fromHex('0102'));
    await expect(send(bad, { host })).rejects.toMatchObject({ code: 'ERR_VALUE', message: 'the 2 octets at 0 are not an IP packet' });
    const nobody = new FrameBuffer();
    nobody.add(packet(IP({ dst: '10.77.0.99' }), UDP()));
    await expect(send(nobody, { host })).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR' });
  });

  it('ip: with options, and extension headers, as they were given', async () => {
    const options = packet(IP({ dst: '10.77.0.2', options: ['NOP', ['RouterAlert', 0]] as never }), UDP({ dport: 9 }), 'x');
    const [seen] = await seenInB(net, 'vb', 'udp dst port 9', 1, () => send(options, { host }));
    // Seven words, and the two options before the port: NOP, router alert (RFC 2113), and the end of the list.
    expect([seen?.slice(28, 30), seen?.slice(68, 84)]).toEqual(['47', '0194040000000000']);
  });

  const probe = (dst: string) => packet(IP({ dst }), UDP({ sport: 1, dport: 9 }), 'x');
  const probe6 = (dst: string) => packet(IPv6({ dst }), UDP({ sport: 1, dport: 9 }), 'x');
  const ends = (hex: string | undefined): unknown => [hex?.slice(0, 12), hex?.slice(12, 24), hex?.slice(52, 60)];

  it('sending: the interface that was named is taken, whatever the routes say', async () => {
    // The route leads through va; the neighbour on vc is who has the address there.
    const undo = await admin.routes.add({ destination: '10.88.0.0/24', gateway: '10.77.0.2' });
    const neighbour = await admin.neighbours.add({ iface: 'vc', address: '10.88.0.1', mac: '02:00:00:00:79:02' });
    const [routed] = await seenInB(net, 'vb', 'udp dst port 9', 1, () => send(probe('10.88.0.1'), { host }));
    expect(ends(routed)).toEqual(['02000000000b', '02000000000a', '0a4d0001']);
    const [named] = await seenInB(net, 'vd', 'udp dst port 9', 1, () => send(probe('10.88.0.1'), { host, iface: 'vc' }));
    expect(ends(named)).toEqual(['020000007902', '020000007901', '0a4f0001']);
    const reply = await sr1(packet(IP({ dst: '10.88.0.1' }), ICMP()), { host, iface: 'vc', timeoutMs: 20_000 });
    expect(reply?.get(IP)).toMatchObject({ src: '10.88.0.1', dst: '10.79.0.1' });
    await neighbour.undo();
    await undo.undo();
  });

  it('sending: without any route too, IPv6 as IPv4', async () => {
    const undos = [
      await admin.neighbours.add({ iface: 'vc', address: '10.88.0.1', mac: '02:00:00:00:79:02' }),
      await admin.neighbours.add({ iface: 'vc', address: 'fd00:88::1', mac: '02:00:00:00:79:02' }),
    ];
    await expect(send(probe6('fd00:88::1'), { host })).rejects.toMatchObject({ code: 'ERR_ROUTE' });
    const [four] = await seenInB(net, 'vd', 'udp dst port 9', 1, () => send(probe('10.88.0.1'), { host, iface: 'vc' }));
    expect(ends(four)).toEqual(['020000007902', '020000007901', '0a4f0001']);
    const [six] = await seenInB(net, 'vd', 'udp dst port 9', 1, () => send(probe6('fd00:88::1'), { host, iface: 'vc' }));
    expect([six?.slice(0, 12), six?.slice(44, 76)]).toEqual(['020000007902', 'fd000079000000000000000000000001']);
    for (const undo of undos) await undo.undo();
  });

  it('sending: the gateway that was named gets it, whatever the routes say', async () => {
    const undo = await admin.routes.add({ destination: '10.88.0.0/24', gateway: '10.77.0.2' });
    for (const o of [{ via: '10.79.0.2' }, { via: '10.79.0.2', iface: 'vc' }, { via: 'fd00:79::2' }]) {
      const [seen] = await seenInB(net, 'vd', 'udp dst port 9', 1, () => send(probe('10.88.0.1'), { host, ...o }));
      expect(ends(seen), JSON.stringify(o)).toEqual(['020000007902', '020000007901', '0a4f0001']);
      const reply = await sr1(packet(IP({ dst: '10.88.0.1' }), ICMP()), { host, ...o, timeoutMs: 20_000 });
      expect(reply?.get(ICMP)?.type).toBe(0);
    }
    const echo = await sr1(packet(IPv6({ dst: 'fd00:88::1' }), ICMPv6EchoRequest({ id: 1, seq: 2 })), {
      host,
      via: 'fd00:79::2',
      timeoutMs: 20_000,
    });
    expect(echo?.get(ICMPv6EchoReply)?.seq).toBe(2);
    const buffer = new FrameBuffer();
    buffer.add(packet(IP({ src: '10.79.0.1', dst: '10.88.0.1' }), UDP({ dport: 9 }), 'x'));
    const [packed] = await seenInB(net, 'vd', 'udp dst port 9', 1, () => send(buffer, { host, via: '10.79.0.2' }));
    expect(ends(packed)).toEqual(['020000007902', '020000007901', '0a4f0001']);
    // A frame's own header is filled in the same way.
    const frame = packet(Ether(), IP({ dst: '10.88.0.1' }), UDP({ sport: 1, dport: 9 }), 'x');
    const [framed] = await seenInB(net, 'vd', 'udp dst port 9', 1, () => sendp(frame, { host, via: '10.79.0.2' }));
    expect(ends(framed)).toEqual(['020000007902', '020000007901', '0a4f0001']);
    await expect(send(probe('10.88.0.1'), { host, via: '10.88.0.9' })).rejects.toMatchObject({
      code: 'ERR_ROUTE',
      message: '10.88.0.9 cannot be a gateway: it is not a neighbour, but behind 10.77.0.2',
    });
    await expect(send(probe('10.88.0.1'), { host, via: '10.79.0.99' })).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR' });
    await undo.undo();
  });

  it('tun: our code is the host behind it, for ping and for our own packets', async () => {
    const before = tablesIn(net.a);
    const link = await admin.links.openTun('tun%d', { addresses: ['10.99.0.1/24'], mtu: 1400 });
    expect(link).toMatchObject({ name: 'tun0', linkType: 101, mtu: 1400 });
    expect(ip('addr', 'show', 'tun0')).toMatch(/POINTOPOINT[\s\S]*UP[\s\S]*mtu 1400[\s\S]*inet 10\.99\.0\.1\/24/);
    const machines = await startAnswering(icmpEchoMachine({ isOurs: (address) => address === '10.99.0.2' }), { link });
    // Not run(): this process is the one that has to answer.
    const child = spawn('ip', ['netns', 'exec', net.a, 'ping', '-q', '-c', '3', '-i', '0.05', '-W', '2', '-s', '1000', '10.99.0.2'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (data: Buffer) => {
      out += data.toString();
    });
    await new Promise((resolve) => child.once('close', resolve));
    expect(out).toContain('3 packets transmitted, 3 received, 0% packet loss');
    await machines.stop();
    // The other way round: what we write, the kernel answers.
    const got = nextPacket(link, (p) => p.get(ICMP)?.type === 0);
    const frames = new FrameBuffer();
    frames.add(packet(IP({ src: '10.99.0.9', dst: '10.99.0.1' }), ICMP({ id: 7, seq: 8 }), 'through the tunnel'));
    await link.send(frames);
    const reply = await got;
    expect(reply?.get(IP)).toMatchObject({ src: '10.99.0.1', dst: '10.99.0.9' });
    expect(new TextDecoder().decode(reply?.payload(ICMP))).toBe('through the tunnel');
    await link.close();
    expect(ip('-o', 'link')).not.toContain('tun0');
    expect(tablesIn(net.a)).toEqual(before);
  });

  it('tap: our code has a MAC, and answers for it', async () => {
    const link = await admin.links.openTun('tap7', { kind: 'tap', addresses: ['10.98.0.1/24'] });
    const isOurs = (address: string): boolean => address === '10.98.0.2';
    const machines = await startAnswering(
      [arpMachine({ macOf: (address) => (isOurs(address) ? '02:00:00:00:98:02' : undefined) }), icmpEchoMachine({ isOurs })],
      { link },
    );
    const reply = await sr1(packet(IP({ dst: '10.98.0.2' }), ICMP({ id: 3 }), 'hello'), { host, timeoutMs: 20_000 });
    expect(reply?.get(ICMP)?.type).toBe(0);
    expect(ip('neigh', 'show', 'dev', 'tap7')).toContain('10.98.0.2 lladdr 02:00:00:00:98:02');
    await machines.stop();
    await link.close();
  });

  it('tun: one that was made before is taken, and stays', async () => {
    const made = await admin.links.create('tun5', { kind: 'tun' });
    const link = await admin.links.openTun('tun5', { addresses: ['10.97.0.1/24'] });
    await expect(admin.links.openTun('tun5')).rejects.toMatchObject({ code: 'ERR_BUSY' });
    await link.close();
    expect(ip('-o', 'link')).toContain('tun5');
    await made.undo();
    expect(ip('-o', 'link')).not.toContain('tun5');
    await expect(admin.links.openTun('va')).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    await expect(admin.links.openTun('tun6', { addresses: ['nonsense'] })).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
    expect(ip('-o', 'link')).not.toContain('tun6');
  });

  /** The next packet that is wanted; undefined when none came within 5 s. */
  async function nextPacket(link: Link, wanted: (p: Packet) => boolean): Promise<Packet | undefined> {
    for await (const p of link.packets({ signal: AbortSignal.timeout(60_000) })) if (wanted(p)) return p;
    return undefined;
  }
});
