/**
 * What libdnet's modules do with a kernel, through our public names; judges are ip, nft, tcpdump and ping. The rows are those of
 * docs/from-libdnet.md.
 */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ARP,
  arpMachine,
  Ether,
  FrameBuffer,
  fillChecksums,
  fromHex,
  type Host,
  type HostAdmin,
  headerWriter,
  hexdump,
  ICMP,
  ICMPv6EchoReply,
  ICMPv6EchoRequest,
  IP,
  IPv6,
  icmpEchoMachine,
  type Link,
  linuxHost,
  packet,
  Raw,
  send,
  sendp,
  sr1,
  startAnswering,
  TCP,
  toHex,
  UDP,
} from '../../src/index.ts';
import { interfaceTowards, interfaceWith } from '../../src/host/interface-of.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';

const MAC_A = '02:00:00:00:00:0a';
const MAC_B = '02:00:00:00:00:0b';

describeIf(requireLive('nft', 'tcpdump', 'ping'), "libdnet's modules", () => {
  let net: TwoNamespaces;
  let host: Host;
  let admin: Required<HostAdmin>;

  const ip = (...words: string[]): string => run('ip', '-n', net.a, ...words);
  const inA = (...words: string[]): string => run('ip', 'netns', 'exec', net.a, ...words);
  /** All that ip lists, without neighbours that the kernel learns by itself; sorted, since what comes back comes last. */
  const everything = (): string[] =>
    [
      ['-o', 'link'],
      ['-o', 'addr'],
      ['-4', 'route', 'show', 'table', 'all'],
      ['-6', 'route', 'show', 'table', 'all'],
      ['neigh', 'show', 'nud', 'permanent'],
    ]
      .flatMap((words) => ip(...words).split('\n'))
      .sort();

  beforeAll(() => {
    net = twoNamespaces();
    // A second pair: vc (10.79.0.1, fd00:79::1) in a, vd (10.79.0.2, fd00:79::2) in b.
    for (const [name, devices] of [
      [net.a, ['lo', 'va']],
      [net.b, ['lo', 'vb']],
    ] as const) {
      const settings = ['default', ...devices].flatMap((which) => [
        `net.ipv6.conf.${which}.accept_dad=0`,
        `net.ipv6.conf.${which}.router_solicitations=0`,
        `net.ipv6.conf.${which}.disable_ipv6=0`,
      ]);
      run('ip', 'netns', 'exec', name, 'sysctl', '-qw', ...settings);
    }
    ip('link', 'add', 'vc', 'type', 'veth', 'peer', 'name', 'vd', 'netns', net.b);
    for (const [name, device, end] of [
      [net.a, 'vc', 1],
      [net.b, 'vd', 2],
    ] as const) {
      run('ip', '-n', name, 'link', 'set', device, 'address', `02:00:00:00:79:0${end}`, 'up');
      run('ip', '-n', name, 'addr', 'add', `10.79.0.${end}/24`, 'dev', device);
      run('ip', '-n', name, 'addr', 'add', `fd00:79::${end}/64`, 'dev', device, 'nodad');
    }
    run('ip', '-n', net.b, 'addr', 'add', '10.88.0.1/32', 'dev', 'lo');
    run('ip', '-n', net.b, 'addr', 'add', 'fd00:88::1/128', 'dev', 'lo');
    host = linuxHost({ netns: net.a });
    admin = host.admin as Required<HostAdmin>;
  });
  afterAll(async () => {
    await host?.close();
    net?.remove();
  });

  /** The hexadecimal octets, without blanks, of the frames that tcpdump sees in b while `during` runs. */
  async function seenInB(device: string, filter: string, count: number, during: () => Promise<unknown>): Promise<string[]> {
    const words = ['-i', device, '-nn', '-xx', '-t', '-c', String(count), '-Q', 'in', '--immediate-mode', filter];
    const child = spawn('ip', ['netns', 'exec', net.b, 'tcpdump', ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
    try {
      let out = '';
      child.stdout.on('data', (data: Buffer) => {
        out += data.toString();
      });
      await new Promise<void>((resolve) => {
        child.stderr.on('data', (data: Buffer) => data.toString().includes('listening on') && resolve());
      });
      const ended = new Promise((resolve) => child.once('close', resolve));
      await during();
      await ended;
      return out
        .split(/\n(?=\S)/)
        .map((text) => [...text.matchAll(/^\s*0x[0-9a-f]+:\s+(.*)$/gm)].map(([, hex]) => (hex as string).replaceAll(/\s/g, '')).join(''));
    } finally {
      child.kill();
    }
  }

  it('arp: add, get, loop, delete, as ip neigh has it', async () => {
    for (const address of ['10.77.0.50', 'fd00:79::50']) {
      const iface = address.includes(':') ? 'vc' : 'va';
      const undo = await admin.neighbours.add({ iface, address, mac: '02:00:00:00:00:50' });
      expect(ip('neigh', 'show', address)).toContain(`dev ${iface} lladdr 02:00:00:00:00:50 PERMANENT`);
      expect(await admin.neighbours.list()).toContainEqual({ iface, address, mac: '02:00:00:00:00:50', state: 'permanent' });
      expect(await host.neighbour(iface, address)).toBe('02:00:00:00:00:50');
      const back = await admin.neighbours.delete({ iface, address });
      expect(ip('neigh', 'show', address, 'nud', 'permanent')).toBe('');
      await back.undo();
      expect(ip('neigh', 'show', address)).toContain('PERMANENT');
      await undo.undo();
    }
  });

  it('arp: a request that was packed by hand is answered', async () => {
    const reply = await sr1(packet(IP({ dst: '10.77.0.2' }), ICMP()), { host, iface: 'va', timeoutMs: 2000 });
    expect(reply?.get(IP)?.src).toBe('10.77.0.2');
    const request = packet(Ether({ dst: MAC_B, src: MAC_A }), ARP({ op: 1, hwsrc: MAC_A, psrc: '10.77.0.1', pdst: '10.77.0.2' }));
    const [seen] = await seenInB('vb', 'arp', 1, () => sendp(request, { host, iface: 'va' }));
    expect(seen?.startsWith(toHex(request.bytes))).toBe(true);
  });

  it('route: add, add over a device, get, loop, delete, as ip route has it', async () => {
    const undos = [
      await admin.routes.add({ destination: '10.90.0.0/16', gateway: '10.77.0.2' }),
      await admin.routes.add({ destination: '10.91.0.0/16', iface: 'vc', metric: 9 }),
      await admin.routes.add({ destination: 'fd00:90::/32', gateway: 'fd00:79::2', table: 100 }),
    ];
    expect(ip('route')).toContain('10.90.0.0/16 via 10.77.0.2 dev va');
    expect(ip('route')).toMatch(/10\.91\.0\.0\/16 dev vc scope link metric 9/);
    expect(ip('-6', 'route', 'show', 'table', '100')).toMatch(/fd00:90::\/32 via fd00:79::2 dev vc/);
    expect(await host.route('10.90.1.2')).toMatchObject({ iface: 'va', gateway: '10.77.0.2', source: '10.77.0.1' });
    expect(await host.route('10.91.1.2')).toMatchObject({ iface: 'vc', source: '10.79.0.1' });
    const list = await admin.routes.list();
    expect(
      list.filter(({ destination }) => /^10\.9[01]\./.test(destination)).map(({ destination, iface }) => [destination, iface]),
    ).toEqual([
      ['10.90.0.0/16', 'va'],
      ['10.91.0.0/16', 'vc'],
    ]);
    const deleted = await admin.routes.delete({ destination: '10.90.0.0/16' });
    expect(ip('route')).not.toContain('10.90.0.0/16');
    await deleted.undo();
    for (const undo of undos.reverse()) await undo.undo();
    expect(ip('route')).not.toMatch(/10\.9[01]/);
  });

  it('fw: add, loop and delete, as nft has it; and the kernel obeys', async () => {
    const ping = (): string => {
      try {
        return run('ip', 'netns', 'exec', net.b, 'ping', '-c', '1', '-W', '1', '-s', '100', '10.77.0.1');
      } catch (error) {
        return String((error as { stdout?: unknown }).stdout);
      }
    };
    expect(ping()).toContain(' 0% packet loss');
    const undo = await admin.firewall.add({
      direction: 'in',
      action: 'drop',
      iface: 'va',
      protocol: 'icmp',
      source: '10.77.0.2',
      icmpType: 8,
    });
    expect(inA('nft', 'list', 'ruleset')).toMatch(/iifname "va" .*ip saddr 10\.77\.0\.2.* drop/);
    expect(ping()).toContain(' 100% packet loss');
    const [entry] = await admin.firewall.list();
    expect(entry).toMatchObject({ direction: 'in', action: 'drop', iface: 'va', packets: 1, octets: 128, pid: process.pid });
    await admin.firewall.delete(entry?.handle as string);
    expect(inA('nft', 'list', 'ruleset')).toBe('');
    await undo.undo();
    expect(ping()).toContain(' 0% packet loss');
  });

  it('intf: get by name, by address, by destination, and loop', async () => {
    const list = await host.interfaces();
    expect(list.map(({ name }) => name).sort()).toEqual(
      ip('-o', 'link')
        .trim()
        .split('\n')
        .map((line) => /^\d+: ([^:@]+)/.exec(line)?.[1])
        .sort(),
    );
    expect(list.find(({ name }) => name === 'va')).toMatchObject({
      mac: MAC_A,
      mtu: 1500,
      up: true,
      addresses: expect.arrayContaining(['10.77.0.1/24']),
    });
    expect((await interfaceWith(host, '10.79.0.1'))?.name).toBe('vc');
    expect((await interfaceWith(host, 'FD00:79:0::1'))?.name).toBe('vc');
    expect(await interfaceWith(host, '10.79.0.2')).toBeUndefined();
    expect((await interfaceTowards(host, '10.79.0.2'))?.name).toBe('vc');
    expect((await interfaceTowards(host, '10.77.0.9'))?.name).toBe('va');
    await expect(interfaceTowards(host, '203.0.113.1')).rejects.toMatchObject({ code: 'ERR_ROUTE' });
  });

  it('intf: set up, MTU, MAC, ARP, addresses and the other end, and take it all back', async () => {
    const before = everything();
    const undos = [
      await admin.links.set('vc', { mtu: 1400, mac: '02:00:00:00:79:99', arp: false }),
      await admin.links.addAddress('vc', '10.79.0.7/24'),
      await admin.links.addAddress('vc', '10.80.0.1/32', { peer: '10.80.0.2' }),
      await admin.links.addAddress('vc', 'fd00:81::1/128', { peer: 'fd00:81::2' }),
    ];
    expect(ip('link', 'show', 'vc')).toMatch(/NOARP[\s\S]*mtu 1400[\s\S]*link\/ether 02:00:00:00:79:99/);
    const addresses = ip('addr', 'show', 'vc');
    expect(addresses).toContain('inet 10.79.0.7/24');
    expect(addresses).toContain('inet 10.80.0.1 peer 10.80.0.2/32');
    expect(addresses).toContain('inet6 fd00:81::1 peer fd00:81::2/128');
    expect((await host.interfaces()).find(({ name }) => name === 'vc')).toMatchObject({
      mtu: 1400,
      mac: '02:00:00:00:79:99',
      peer: '10.80.0.2',
      addresses: expect.arrayContaining(['10.80.0.1/32']),
    });
    // One with another end goes, and comes back, like any other.
    const deleted = await admin.links.deleteAddress('vc', '10.80.0.1/32');
    expect(ip('addr', 'show', 'vc')).not.toContain('10.80.0.1');
    await deleted.undo();
    expect(ip('addr', 'show', 'vc')).toContain('inet 10.80.0.1 peer 10.80.0.2/32');
    await expect(admin.links.addAddress('vc', '10.82.0.1/32', { peer: 'fd00::1' })).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
    undos.push(await admin.links.set('vc', { up: false }));
    expect(ip('link', 'show', 'vc')).not.toMatch(/<[^>]*\bUP\b/);
    for (const undo of undos.reverse()) await undo.undo();
    await expect.poll(everything).toEqual(before);
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
    expect(await seenInB('vb', 'ether proto 0x88b5', 1, () => link.send(frames))).toEqual([toHex(frame)]);
    expect(await seenInB('vb', 'ether proto 0x88b5', 2, () => sendp(frames, { host, iface: 'va', count: 2 }))).toEqual([
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
    const seen = await seenInB('vb', 'icmp[icmptype] == icmp-echo', 3, async () => {
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
    const seen = await seenInB('vd', 'udp dst port 9', 6, () => send(packets, { host }));
    expect(seen.map((hex) => hex.slice(0, 30))).toEqual(
      Array.from({ length: 3 }, () => ['020000007902020000007901080045', '02000000790202000000790186dd60']).flat(),
    );
    const bad = new FrameBuffer();
    bad.add(fromHex('0102'));
    await expect(send(bad, { host })).rejects.toMatchObject({ code: 'ERR_VALUE', message: 'the 2 octets at 0 are no IP packet' });
    const nobody = new FrameBuffer();
    nobody.add(packet(IP({ dst: '10.77.0.99' }), UDP()));
    await expect(send(nobody, { host })).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR' });
  });

  it('ip: with options, and extension headers, as they were given', async () => {
    const options = packet(IP({ dst: '10.77.0.2', options: ['NOP', ['RouterAlert', 0]] as never }), UDP({ dport: 9 }), 'x');
    const [seen] = await seenInB('vb', 'udp dst port 9', 1, () => send(options, { host }));
    // Seven words, and the two options before the port: NOP, router alert (RFC 2113), and the end of the list.
    expect([seen?.slice(28, 30), seen?.slice(68, 84)]).toEqual(['47', '0194040000000000']);
  });

  describe_s102();

  function describe_s102(): void {
    const probe = (dst: string) => packet(IP({ dst }), UDP({ sport: 1, dport: 9 }), 'x');
    const probe6 = (dst: string) => packet(IPv6({ dst }), UDP({ sport: 1, dport: 9 }), 'x');
    const ends = (hex: string | undefined): unknown => [hex?.slice(0, 12), hex?.slice(12, 24), hex?.slice(52, 60)];

    it('sending: the interface that was named is taken, whatever the routes say', async () => {
      // The route leads through va; the neighbour on vc is who has the address there.
      const undo = await admin.routes.add({ destination: '10.88.0.0/24', gateway: '10.77.0.2' });
      const neighbour = await admin.neighbours.add({ iface: 'vc', address: '10.88.0.1', mac: '02:00:00:00:79:02' });
      const [routed] = await seenInB('vb', 'udp dst port 9', 1, () => send(probe('10.88.0.1'), { host }));
      expect(ends(routed)).toEqual(['02000000000b', '02000000000a', '0a4d0001']);
      const [named] = await seenInB('vd', 'udp dst port 9', 1, () => send(probe('10.88.0.1'), { host, iface: 'vc' }));
      expect(ends(named)).toEqual(['020000007902', '020000007901', '0a4f0001']);
      const reply = await sr1(packet(IP({ dst: '10.88.0.1' }), ICMP()), { host, iface: 'vc', timeoutMs: 2000 });
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
      const [four] = await seenInB('vd', 'udp dst port 9', 1, () => send(probe('10.88.0.1'), { host, iface: 'vc' }));
      expect(ends(four)).toEqual(['020000007902', '020000007901', '0a4f0001']);
      const [six] = await seenInB('vd', 'udp dst port 9', 1, () => send(probe6('fd00:88::1'), { host, iface: 'vc' }));
      expect([six?.slice(0, 12), six?.slice(44, 76)]).toEqual(['020000007902', 'fd000079000000000000000000000001']);
      for (const undo of undos) await undo.undo();
    });

    it('sending: the gateway that was named gets it, whatever the routes say', async () => {
      const undo = await admin.routes.add({ destination: '10.88.0.0/24', gateway: '10.77.0.2' });
      for (const o of [{ via: '10.79.0.2' }, { via: '10.79.0.2', iface: 'vc' }, { via: 'fd00:79::2' }]) {
        const [seen] = await seenInB('vd', 'udp dst port 9', 1, () => send(probe('10.88.0.1'), { host, ...o }));
        expect(ends(seen), JSON.stringify(o)).toEqual(['020000007902', '020000007901', '0a4f0001']);
        const reply = await sr1(packet(IP({ dst: '10.88.0.1' }), ICMP()), { host, ...o, timeoutMs: 2000 });
        expect(reply?.get(ICMP)?.type).toBe(0);
      }
      const echo = await sr1(packet(IPv6({ dst: 'fd00:88::1' }), ICMPv6EchoRequest({ id: 1, seq: 2 })), {
        host,
        via: 'fd00:79::2',
        timeoutMs: 2000,
      });
      expect(echo?.get(ICMPv6EchoReply)?.seq).toBe(2);
      const buffer = new FrameBuffer();
      buffer.add(packet(IP({ src: '10.79.0.1', dst: '10.88.0.1' }), UDP({ dport: 9 }), 'x'));
      const [packed] = await seenInB('vd', 'udp dst port 9', 1, () => send(buffer, { host, via: '10.79.0.2' }));
      expect(ends(packed)).toEqual(['020000007902', '020000007901', '0a4f0001']);
      // A frame's own header is filled in the same way.
      const frame = packet(Ether(), IP({ dst: '10.88.0.1' }), UDP({ sport: 1, dport: 9 }), 'x');
      const [framed] = await seenInB('vd', 'udp dst port 9', 1, () => sendp(frame, { host, via: '10.79.0.2' }));
      expect(ends(framed)).toEqual(['020000007902', '020000007901', '0a4f0001']);
      await expect(send(probe('10.88.0.1'), { host, via: '10.88.0.9' })).rejects.toMatchObject({
        code: 'ERR_ROUTE',
        message: '10.88.0.9 can be no gateway: it is no neighbour, but behind 10.77.0.2',
      });
      await expect(send(probe('10.88.0.1'), { host, via: '10.79.0.99' })).rejects.toMatchObject({ code: 'ERR_NEIGHBOUR' });
      await undo.undo();
    });
  }

  const ping = (to: string, ...more: string[]): string => inA('ping', '-q', '-c', '3', '-i', '0.05', '-W', '2', ...more, to);

  it('tun: our code is the host behind it, for ping and for our own packets', async () => {
    const before = everything();
    const link = await admin.links.openTun('tun%d', { addresses: ['10.99.0.1/24'], mtu: 1400 });
    expect(link).toMatchObject({ name: 'tun0', linkType: 101, mtu: 1400 });
    expect(ip('addr', 'show', 'tun0')).toMatch(/POINTOPOINT[\s\S]*UP[\s\S]*mtu 1400[\s\S]*inet 10\.99\.0\.1\/24/);
    const machines = await startAnswering(icmpEchoMachine({ isOurs: (address) => address === '10.99.0.2' }), { link });
    // ping is waited for: it must not hold this process up.
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
    expect(everything()).toEqual(before);
  });

  it('tap: our code has a MAC, and answers for it', async () => {
    const link = await admin.links.openTun('tap7', { kind: 'tap', addresses: ['10.98.0.1/24'] });
    const isOurs = (address: string): boolean => address === '10.98.0.2';
    const machines = await startAnswering(
      [arpMachine({ macOf: (address) => (isOurs(address) ? '02:00:00:00:98:02' : undefined) }), icmpEchoMachine({ isOurs })],
      { link },
    );
    const reply = await sr1(packet(IP({ dst: '10.98.0.2' }), ICMP({ id: 3 }), 'hello'), { host, timeoutMs: 3000 });
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

  it('an interface that was moved to another namespace comes back with all that it had', async () => {
    ip('link', 'add', 'br0', 'type', 'bridge');
    ip('link', 'add', 'p1', 'type', 'veth', 'peer', 'name', 'p2');
    ip('link', 'set', 'p2', 'master', 'br0', 'up');
    ip('link', 'set', 'p1', 'mtu', '1400', 'address', '02:00:00:00:00:51', 'up');
    ip('addr', 'add', '10.85.0.1/24', 'dev', 'p1');
    ip('addr', 'add', 'fd00:85::1/64', 'dev', 'p1', 'nodad');
    ip('route', 'add', '10.86.0.0/16', 'via', '10.85.0.2');
    ip('neigh', 'add', '10.85.0.2', 'lladdr', '02:00:00:00:00:52', 'dev', 'p1', 'nud', 'permanent');
    const before = everything();
    for (const name of ['p1', 'p2']) {
      const undo = await admin.links.moveTo(name, net.b);
      expect(undo.what).toBe(`move ${name} to network namespace ${net.b}`);
      expect(ip('-o', 'link')).not.toMatch(new RegExp(`\\b${name}@`));
      expect(run('ip', '-n', net.b, '-o', 'link')).toMatch(new RegExp(`\\b${name}@`));
      // Renamed there, it is still the one.
      if (name === 'p1') run('ip', '-n', net.b, 'link', 'set', name, 'name', 'other');
      await undo.undo();
      await undo.undo();
      await expect.poll(everything, { message: name }).toEqual(before);
      expect(run('ip', '-n', net.b, '-o', 'link')).not.toMatch(/p1|p2|other/);
    }
    await expect(admin.links.moveTo('lo', net.b)).rejects.toMatchObject({ code: 'ERR_BUSY' });
    await expect(admin.links.moveTo('p1', 'no-such-namespace')).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    // By a process's number, and left to the host's end.
    const child = spawn('ip', ['netns', 'exec', net.b, 'sleep', '60'], { stdio: 'ignore' });
    const own = linuxHost({ netns: net.a });
    await expect.poll(() => run('ip', 'netns', 'identify', String(child.pid))).toContain(net.b);
    await own.admin?.links.moveTo('p1', child.pid as number);
    expect(run('ip', '-n', net.b, '-o', 'link')).toContain('p1@');
    await own.close();
    child.kill();
    await expect.poll(everything).toEqual(before);
    ip('link', 'del', 'p1');
    ip('link', 'del', 'br0');
  });

  async function nextPacket(link: Link, wanted: (p: Parameters<Parameters<typeof Array.prototype.find>[0]>[0]) => boolean) {
    for await (const p of link.packets({ signal: AbortSignal.timeout(5000) })) if (wanted(p)) return p;
    return undefined;
  }

  void [Raw, TCP, hexdump, ping];
});
