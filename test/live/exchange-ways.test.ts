/** The way that a packet takes: by its source where a rule is for that, to this host itself, and by the zone of an IPv6 address. Judges: ip, and the kernel. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  FrameBuffer,
  type Host,
  ICMP,
  ICMPv6EchoReply,
  ICMPv6EchoRequest,
  IP,
  IPerror,
  IPv6,
  dissect,
  Ether,
  linuxHost,
  net as addressesOf,
  packet,
  send,
  sr,
  sr1,
  srp,
  srp1,
  TCP,
  UDP,
  UDPerror,
} from '../../src/index.ts';
import { requireLive, run, type TwoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { seenInB, twoPairs } from '../support/two-pairs.ts';

describeIf(requireLive('nft'), 'the way of a packet', () => {
  let net: TwoNamespaces;
  let host: Host;
  const ip = (...words: string[]): string => run('ip', '-n', net.a, ...words);
  const inA = (...words: string[]): string => run('ip', 'netns', 'exec', net.a, ...words);
  const linkLocal = (ns: string, device: string): string =>
    /inet6 (fe80::[0-9a-f:]+)/.exec(run('ip', '-n', ns, '-6', 'addr', 'show', 'dev', device))?.[1] ?? '';

  beforeAll(() => {
    net = twoPairs();
    host = linuxHost({ netns: net.a });
    for (const [ns, device, end] of [
      [net.a, 'va', 1],
      [net.b, 'vb', 2],
    ] as const)
      run('ip', '-n', ns, 'addr', 'add', `fd00:77::${end}/64`, 'dev', device, 'nodad');
    // By va; packets from vc's addresses by vc.
    for (const [family, to, va, vc] of [
      ['-4', '10.88.0.1', '10.77.0.2', '10.79.0.2'],
      ['-6', 'fd00:88::1', 'fd00:77::2', 'fd00:79::2'],
    ] as const) {
      ip(family, 'route', 'add', to, 'via', va);
      ip(family, 'route', 'add', to, 'via', vc, 'table', '100');
      ip(family, 'rule', 'add', 'from', family === '-4' ? '10.79.0.1' : 'fd00:79::1', 'lookup', '100');
    }
  });
  afterAll(async () => {
    await host?.close();
    net?.remove();
  });

  it('is that of its source, as ip route get … from has it', async () => {
    for (const [to, va, vc] of [
      ['10.88.0.1', '10.77.0.2', '10.79.0.2'],
      ['fd00:88::1', 'fd00:77::2', 'fd00:79::2'],
    ] as const) {
      const source = to.includes(':') ? 'fd00:79::1' : '10.79.0.1';
      expect(ip('route', 'get', to, 'from', source)).toContain(`via ${vc} dev vc`);
      expect(await host.route(to)).toMatchObject({ iface: 'va', gateway: va });
      expect(await host.route(to, { source })).toEqual({ iface: 'vc', gateway: vc, source, mtu: 1500 });
    }
    await expect(host.route('10.88.0.1', { source: '203.0.113.1' })).rejects.toMatchObject({
      code: 'ERR_ROUTE',
      message: expect.stringMatching(
        /^there is no route to 10\.88\.0\.1 from 203\.0\.113\.1 \(\w+; or 203\.0\.113\.1 is not an address of this host\)$/,
      ),
    });
    await expect(host.route('10.88.0.1', { source: 'fd00:79::1' })).rejects.toMatchObject({ code: 'ERR_ADDRESS' });
  });

  it('is that of the source that the packet was given, whoever made it', async () => {
    const ping = (src?: string) => packet(IP({ dst: '10.88.0.1', ...(src === undefined ? {} : { src }) }), ICMP({ id: 5 }));
    const left = async (...given: Parameters<typeof send>): Promise<string> =>
      (await send(given[0], { host, keep: true, ...given[1] })).packets.map((p) => p.meta.iface).join();
    expect(await left(ping())).toBe('va');
    expect(await left(ping('10.79.0.1'))).toBe('vc');
    expect(await left(dissect(ping('10.79.0.1').bytes, IP))).toBe('vc');
    // Nobody's: as without one.
    expect(await left(ping('203.0.113.1'))).toBe('va');
    expect(await left(packet(IPv6({ src: 'fd00:79::1', dst: 'fd00:88::1' }), ICMPv6EchoRequest()))).toBe('vc');
    const [answered] = await sr([ping(), ping('10.79.0.1')], { host });
    expect(answered.map(([sent, answer]) => [sent.meta.iface, answer.meta.iface, answer.get(IP)?.dst])).toEqual([
      ['va', 'va', '10.77.0.1'],
      ['vc', 'vc', '10.79.0.1'],
    ]);
    // From memory, source by source.
    const frames = new FrameBuffer();
    for (const src of ['10.77.0.1', '10.79.0.1', '10.79.0.1']) frames.add(ping(src));
    // Three of them, and of these one came by va and two by vc. The kernel's own ARP is not counted.
    const pings = (device: string, count: number, during: () => Promise<unknown>): Promise<string[]> =>
      seenInB(net, device, 'icmp[icmptype] == 8', count, during);
    let byVc: string[] = [];
    const byVa = await pings('vb', 1, async () => {
      byVc = await pings('vd', 2, () => send(frames, { host }));
    });
    expect([byVa.length, byVc.length]).toEqual([1, 2]);
  });

  it('to this host itself leads through its own routing', async () => {
    for (const dst of ['127.0.0.1', '127.0.0.9', '10.79.0.1']) {
      const reply = await sr1(packet(IP({ dst }), ICMP({ id: 7 }), 'myself'), { host });
      expect([dst, reply?.get(IP)?.src, reply?.get(ICMP)?.type, reply?.meta.iface]).toEqual([dst, dst, 0, 'lo']);
      const refused = await sr1(packet(IP({ dst }), UDP({ sport: 4000, dport: 9 })), { host });
      expect([refused?.get(ICMP)?.code, refused?.get(IPerror)?.dst, refused?.get(UDPerror)?.dport]).toEqual([3, dst, 9]);
    }
    for (const dst of ['::1', 'fd00:79::1']) {
      const reply = await sr1(packet(IPv6({ dst }), ICMPv6EchoRequest({ id: 7 })), { host });
      expect([reply?.get(IPv6)?.src, reply?.get(ICMPv6EchoReply)?.id]).toEqual([dst, 7]);
    }
    expect((await sr1(packet(IP({ dst: '10.79.0.1' }), ICMP()), { host, iface: 'lo' }))?.get(IP)?.src).toBe('10.79.0.1');
    expect((await sr1(packet(IP({ dst: '127.0.0.1' }), TCP({ sport: 4001, dport: 9, flags: 'S' })), { host }))?.get(TCP)?.flags.text).toBe(
      'RA',
    );
  });

  it('to this host itself is none through another interface, and that is said', async () => {
    for (const dst of ['127.0.0.1', '10.79.0.1'])
      await expect(sr1(packet(IP({ dst }), ICMP()), { host, iface: 'vc' })).rejects.toMatchObject({
        code: 'ERR_ROUTE',
        message: `${dst} is this host's own address: packets to it do not leave through vc`,
      });
    const own = `${linkLocal(net.a, 'vc')}%vc`;
    await expect(sr1(packet(IPv6({ dst: own }), ICMPv6EchoRequest()), { host })).rejects.toMatchObject({ code: 'ERR_ROUTE' });
  });

  it('to this host itself is none for a frame, and that is said at once', async () => {
    const mac = run('ip', 'netns', 'exec', net.a, 'cat', '/sys/class/net/vc/address').trim();
    for (const [dst, iface] of [
      ['127.0.0.1', undefined],
      ['127.0.0.9', 'lo'],
      ['10.79.0.1', undefined],
    ] as const) {
      const o = { host, timeoutMs: 20_000, ...(iface === undefined ? {} : { iface }) };
      const said = {
        code: 'ERR_ROUTE',
        message: `${dst} is this host's own address: no frame to it is answered`,
        remedy: 'send the packet without its link header, and name no interface: sr, sr1',
      };
      await expect(srp1(packet(Ether(), IP({ dst }), ICMP()), o)).rejects.toMatchObject(said);
      await expect(srp1([packet(Ether(), IP({ dst }), ICMP())], o)).rejects.toMatchObject(said);
      const frame = packet(Ether(), IP({ dst }), ICMP());
      const { unanswered, reasons } = await srp([frame], o);
      expect(unanswered.map((p) => reasons.get(p)?.message)).toEqual([said.message]);
    }
    const given = packet(Ether({ src: '02:00:00:00:00:01', dst: mac }), IP({ src: '10.79.0.9', dst: '10.79.0.2' }), ICMP());
    const own = { code: 'ERR_ROUTE', message: `${mac} is the MAC of vc itself: no frame that leaves there for it is answered` };
    await expect(srp1(given, { host, iface: 'vc', timeoutMs: 20_000 })).rejects.toMatchObject(own);
    expect((await srp1(packet(Ether(), IP({ dst: '10.79.0.2' }), ICMP()), { host }))?.get(IP)?.src).toBe('10.79.0.2');
  });

  it('to a group that no route is for is the one of an interface, which has to be named', async () => {
    const alone = linuxHost({ netns: net.b });
    try {
      for (const dst of ['255.255.255.255', '224.0.0.1'])
        await expect(sr1(packet(IP({ dst }), ICMP()), { host: alone })).rejects.toMatchObject({
          code: 'ERR_ROUTE',
          message: expect.stringContaining(`there is no route to ${dst}`) as unknown,
          remedy: 'name an interface: { iface: NAME }',
        });
    } finally {
      await alone.close();
    }
  });

  it('is that of the zone, which is no octet of the packet', async () => {
    const index = Number(inA('cat', '/sys/class/net/vc/ifindex'));
    const [onVb, onVd] = [linkLocal(net.b, 'vb'), linkLocal(net.b, 'vd')];
    for (const [dst, iface] of [
      [`${onVb}%va`, 'va'],
      [`${onVd}%vc`, 'vc'],
      [`${onVd}%${index}`, 'vc'],
    ] as const) {
      const probe = packet(IPv6({ dst }), ICMPv6EchoRequest({ id: 1 }));
      expect(probe.get(IPv6).dst).toBe(dst.split('%')[0]);
      const reply = await sr1(probe, { host });
      expect([reply?.get(IPv6)?.src, reply?.meta.iface]).toEqual([dst.split('%')[0], iface]);
      expect(await host.route(dst)).toMatchObject({ iface });
    }
    // Also when another field was changed since.
    const changed = packet(IPv6({ dst: `${onVd}%vc` }), ICMPv6EchoRequest({ id: 1 })).set(IPv6, { hlim: 9 });
    expect((await sr1(changed, { host }))?.meta.iface).toBe('vc');
    // The source's zone counts, too, and so does that of a gateway and of all addresses of a network.
    const from = await send(packet(IPv6({ src: `${linkLocal(net.a, 'vc')}%vc`, dst: onVd }), ICMPv6EchoRequest()), { host, keep: true });
    expect(from.packets[0]?.meta.iface).toBe('vc');
    expect((await sr1(packet(IPv6({ dst: 'fd00:88::1' }), ICMPv6EchoRequest()), { host, via: `${onVd}%${index}` }))?.meta.iface).toBe('vc');
    const several = packet(IPv6({ dst: addressesOf(`${onVd}%vc/127`) }), ICMPv6EchoRequest());
    expect([...several].map((p) => p.get(IPv6).dst)).toContain(onVd);
    const [answered] = await sr(several, { host, timeoutMs: 100 });
    expect(answered.map(([, answer]) => [answer.get(IPv6)?.src, answer.meta.iface])).toEqual([[onVd, 'vc']]);
  });

  it('is an error where the zone is none, or another one than the interface', async () => {
    const onVd = linkLocal(net.b, 'vd');
    const probe = (zone: string) => packet(IPv6({ dst: `${onVd}%${zone}` }), ICMPv6EchoRequest());
    for (const zone of ['nope0', '4711', '0']) {
      const error = { code: 'ERR_INTERFACE', message: expect.stringMatching(`^${onVd}%${zone}: .* no interface ${zone}$`) };
      await expect(sr1(probe(zone), { host })).rejects.toMatchObject(error);
      await expect(host.route(`${onVd}%${zone}`)).rejects.toMatchObject(error);
    }
    const other = { code: 'ERR_INTERFACE', message: `${onVd}%vc is on vc, not on va` };
    await expect(sr1(probe('vc'), { host, iface: 'va' })).rejects.toMatchObject(other);
    await expect(host.route(`${onVd}%vc`, { iface: 'va' })).rejects.toMatchObject(other);
    await expect(host.neighbour('va', `${onVd}%vc`)).rejects.toMatchObject(other);
    expect((await sr1(probe('vc'), { host, iface: 'vc' }))?.get(IPv6)?.src).toBe(onVd);
  });
});
