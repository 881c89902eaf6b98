/** Routers of a lab: what they send on, what they say when they cannot, NAT, firewalls. */
import { afterEach, describe, expect, it } from 'vitest';
import { joinOctets } from '../../bytes/join-octets.ts';
import { seededRandom } from '../../bytes/random.ts';
import { utf8 } from '../../bytes/text.ts';
import { sr, sr1 } from '../../exchange/send-receive.ts';
import type { Datagram, UdpPort } from '../../host/host.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded } from '../../protocols/network/icmpv6/errors.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest } from '../../protocols/network/icmpv6/echo.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { IPerror, UDPerror } from '../../protocols/network/quoted.ts';
import { packet } from '../../protocols/protocols.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { type Lab, type LabRouterSpec, lab } from '../lab.ts';

let net: Lab;
afterEach(() => net.close());

const [CLIENT, SERVER, CLIENT6, SERVER6] = ['10.0.1.2', '10.0.2.2', 'fd00:1::2', 'fd00:2::2'];

function start(router: Partial<LabRouterSpec> = {}, mtu = 1500, gateway: readonly string[] = ['10.0.2.1', 'fd00:2::1']): Lab {
  net = lab({
    time: 'virtual',
    segments: { near: {}, far: { mtu } },
    hosts: {
      client: { address: [`${CLIENT}/24`, `${CLIENT6}/64`], gateway: ['10.0.1.1', 'fd00:1::1'] },
      server: {
        address: [`${SERVER}/24`, `${SERVER6}/64`],
        segment: 'far',
        gateway,
        services: { http: { '/': 'far away', '/large': 'x'.repeat(100_000) }, echo: true },
      },
    },
    routers: {
      r: {
        cards: {
          eth0: { segment: 'near', address: ['10.0.1.1/24', 'fd00:1::1/64'] },
          eth1: { segment: 'far', address: ['10.0.2.1/24', 'fd00:2::1/64'] },
        },
        ...router,
      },
    },
  });
  return net;
}

/** A page, over a connection of the client's. */
async function page(to: string, path = '/'): Promise<string> {
  const c = await net.host('client').connect(to, 80, { timeoutMs: 20_000 });
  await c.write(new TextEncoder().encode(`GET ${path} HTTP/1.0\r\n\r\n`));
  const chunks: Uint8Array[] = [];
  for await (const chunk of c.chunks()) chunks.push(chunk);
  c.close();
  return utf8(joinOctets(chunks)).split('\r\n\r\n')[1] ?? '';
}

async function on(segment: string, doing: () => Promise<unknown>): Promise<Packet[]> {
  const seen = net.capture(segment);
  await doing();
  seen.stop();
  const all: Packet[] = [];
  for await (const p of seen.packets()) all.push(p);
  return all;
}

describe('a router', () => {
  it.each([SERVER, SERVER6])('sends on what is for %s, and its answers', async (to) => {
    start();
    expect(await page(to)).toBe('far away');
    expect(net.host('r').router?.counters).toMatchObject({ expired: 0, noRoute: 0, damaged: 0 });
  });

  it('takes one from the TTL, and ends what has none left', async () => {
    const client = start().host('client');
    const far = await on('far', async () => {
      expect((await sr1(packet(IP({ dst: SERVER, ttl: 2 }), ICMP()), { host: client }))?.get(IP)?.ttl).toBe(63);
    });
    expect(far.find((p) => p.get(ICMP)?.type === 8)?.get(IP)?.ttl).toBe(1);
    expect(far.flatMap((p) => p.issuesWith({ checksums: true }))).toEqual([]);
    const ended = await sr1(packet(IP({ dst: SERVER, ttl: 1 }), UDP({ sport: 4000, dport: 33_434 })), { host: client });
    expect([ended?.get(IP)?.src, ended?.get(ICMP)?.type, ended?.get(UDPerror)?.dport]).toEqual(['10.0.1.1', 11, 33_434]);
    const ended6 = await sr1(packet(IPv6({ dst: SERVER6, hlim: 1 }), ICMPv6EchoRequest({ id: 1 })), { host: client });
    expect([ended6?.get(IPv6)?.src, ended6?.has(ICMPv6TimeExceeded)]).toEqual(['fd00:1::1', true]);
  });

  it('answers itself, at each of its addresses', async () => {
    const client = start({ services: { http: { '/': 'the router' } } }).host('client');
    for (const dst of ['10.0.1.1', '10.0.2.1'])
      expect((await sr1(packet(IP({ dst }), ICMP({ id: 1 })), { host: client }))?.get(IP)?.src).toBe(dst);
    expect((await sr1(packet(IPv6({ dst: 'fd00:2::1' }), ICMPv6EchoRequest({ id: 1 })), { host: client }))?.has(ICMPv6EchoReply)).toBe(
      true,
    );
    expect(await page('10.0.2.1')).toBe('the router');
    const r = net.host('r');
    expect((await r.interfaces()).map(({ name, addresses }) => [name, addresses?.[0]])).toEqual([
      ['eth0', '10.0.1.1/24'],
      ['eth1', '10.0.2.1/24'],
    ]);
    expect(await r.route(SERVER)).toEqual({ iface: 'eth1', source: '10.0.2.1', mtu: 1500 });
    expect((await sr1(packet(IP({ dst: SERVER }), ICMP({ id: 2 })), { host: r }))?.get(IP)?.src).toBe(SERVER);
    const c = await r.connect(SERVER, 7);
    expect(c.localAddress).toBe('10.0.2.1');
    c.abort();
  });

  it('says that there is no route', async () => {
    const client = start().host('client');
    const lost = await sr1(packet(IP({ dst: '198.51.100.1' }), UDP({ dport: 9 })), { host: client });
    expect([lost?.get(ICMP)?.type, lost?.get(ICMP)?.code]).toEqual([3, 0]);
    const lost6 = await sr1(packet(IPv6({ dst: '2001:db8::1' }), ICMPv6EchoRequest()), { host: client });
    expect(lost6?.get(ICMPv6DestUnreach)?.code).toBe(0);
    await expect(net.host('r').route('198.51.100.1')).rejects.toMatchObject({ code: 'ERR_ROUTE' });
  });

  it('says that a packet is too big', async () => {
    const client = start({}, 1300).host('client');
    const big = await sr1(packet(IP({ dst: SERVER, flags: 'DF' }), ICMP({ id: 1 }), new Uint8Array(1400)), { host: client });
    expect([big?.get(ICMP)?.code, big?.get(ICMP)?.nexthopmtu]).toEqual([4, 1300]);
    const big6 = await sr1(packet(IPv6({ dst: SERVER6 }), ICMPv6EchoRequest(), new Uint8Array(1400)), { host: client });
    expect(big6?.get(ICMPv6PacketTooBig)?.mtu).toBe(1300);
  });

  it('lets connections find out how much passes', async () => {
    net = lab({
      time: 'virtual',
      segments: { a: {}, b: { mtu: 1300 }, c: {} },
      hosts: {
        client: { address: ['10.0.1.2/24', 'fd00:1::2/64'], segment: 'a', gateway: ['10.0.1.1', 'fd00:1::1'] },
        server: { address: ['10.0.3.2/24', 'fd00:3::2/64'], segment: 'c', gateway: ['10.0.3.1', 'fd00:3::1'], services: { echo: true } },
      },
      routers: {
        r: {
          cards: {
            eth0: { segment: 'a', address: ['10.0.1.1/24', 'fd00:1::1/64'] },
            eth1: { segment: 'b', address: ['10.0.2.1/24', 'fd00:2::1/64'] },
          },
          gateway: ['10.0.2.2', 'fd00:2::2'],
        },
        r2: {
          cards: {
            eth0: { segment: 'b', address: ['10.0.2.2/24', 'fd00:2::2/64'] },
            eth1: { segment: 'c', address: ['10.0.3.1/24', 'fd00:3::1/64'] },
          },
          gateway: ['10.0.2.1', 'fd00:2::1'],
        },
      },
    });
    const client = net.host('client');
    for (const to of ['10.0.3.2', 'fd00:3::2']) {
      const octets = seededRandom(3).octets(100_000);
      const c = await client.connect(to, 7);
      const got: Uint8Array[] = [];
      const reading = (async () => {
        for await (const chunk of c.chunks()) got.push(chunk);
      })();
      await c.write(octets);
      c.finish();
      await reading;
      expect(Buffer.compare(joinOctets(got), octets)).toBe(0);
    }
    for (const r of ['r', 'r2']) expect(net.host(r).router?.counters.tooBig).toBeGreaterThanOrEqual(2);
  });

  it('cuts what may be cut into fragments', async () => {
    const client = start({}, 700).host('client');
    const far = await on('far', async () => {
      const reply = await sr1(packet(IP({ dst: SERVER, id: 77 }), UDP({ sport: 5000, dport: 7 }), new Uint8Array(1400).fill(5)), {
        host: client,
      });
      expect(reply).toBeDefined();
    });
    const there = far.filter((p) => p.get(IP)?.dst === SERVER);
    expect(there.map((p) => [p.get(IP)?.len, p.get(IP)?.flags.has('MF')])).toEqual([
      [700, true],
      [700, true],
      [68, false],
    ]);
    expect(net.host('r').router?.counters.fragmented).toBe(1);
  });

  it('knows the way over another one', async () => {
    net = lab({
      time: 'virtual',
      segments: { a: {}, b: {}, c: {} },
      hosts: {
        left: { address: '10.0.1.2/24', segment: 'a', gateway: '10.0.1.1' },
        right: { address: '10.0.3.2/24', segment: 'c', gateway: '10.0.3.1' },
      },
      routers: {
        r1: {
          cards: { eth0: { segment: 'a', address: '10.0.1.1/24' }, eth1: { segment: 'b', address: '10.0.2.1/24' } },
          routes: { '10.0.3.0/24': '10.0.2.2' },
        },
        r2: {
          cards: { eth0: { segment: 'b', address: '10.0.2.2/24' }, eth1: { segment: 'c', address: '10.0.3.1/24' } },
          gateway: '10.0.2.1',
        },
      },
    });
    const left = net.host('left');
    const way = await sr(packet(IP({ dst: '10.0.3.2', ttl: [1, 2, 3] }), ICMP({ id: 1 })), { host: left });
    expect(way.answered.map(([, reply]) => reply.get(IP)?.src)).toEqual(['10.0.1.1', '10.0.2.2', '10.0.3.2']);
  });
});

describe('NAT', () => {
  // The server knows no way back: what it answers was the router's.
  const natted = (more: Partial<LabRouterSpec> = {}): Lab => start({ nat: 'eth1', ...more }, 1500, []);

  it('lets a host behind it talk, over TCP, UDP and ICMP', async () => {
    const client = natted().host('client');
    const far = await on('far', async () => {
      expect(await page(SERVER)).toBe('far away');
      expect((await sr1(packet(IP({ dst: SERVER }), ICMP({ id: 7, seq: 1 }), 'ping'), { host: client }))?.get(ICMP)?.id).toBe(7);
      const reply = await sr1(packet(IP({ dst: SERVER }), UDP({ sport: 5000, dport: 7 }), 'hello'), { host: client });
      expect([reply?.get(UDP)?.dport, utf8(reply?.payload(UDP) ?? new Uint8Array(0))]).toEqual([5000, 'hello']);
    });
    expect(far.some((p) => p.get(IP)?.src === CLIENT || p.get(IP)?.dst === CLIENT)).toBe(false);
    expect(far.flatMap((p) => p.issuesWith({ checksums: true }))).toEqual([]);
  });

  it('translates errors, with what they quote', async () => {
    const client = natted().host('client');
    const near = await on('near', async () => {
      const error = await sr1(packet(IP({ dst: SERVER }), UDP({ sport: 5000, dport: 4444 }), 'nobody'), { host: client });
      expect([error?.get(ICMP)?.code, error?.get(IPerror)?.src, error?.get(UDPerror)?.sport]).toEqual([3, CLIENT, 5000]);
    });
    expect(near.flatMap((p) => p.issuesWith({ checksums: true }))).toEqual([]);
  });

  it('gives each port of a host one of its own', async () => {
    natted();
    const server = net.host('server');
    const ports: UdpPort[] = [];
    const heard: Datagram[] = [];
    const sink = await server.sockets.udp({ port: 9000 });
    const reading = (async () => {
      for await (const datagram of sink.messages()) if (heard.push(datagram) === 3) sink.close();
    })();
    for (const port of [1111, 2222, 3333]) {
      const one = await net.host('client').sockets.udp({ port });
      ports.push(one);
      await one.send(Uint8Array.of(port & 255), SERVER, 9000);
      await net.clock.sleep(1);
    }
    await reading;
    expect(heard.map(({ from }) => from)).toEqual(['10.0.2.1', '10.0.2.1', '10.0.2.1']);
    expect(new Set(heard.map(({ port }) => port)).size).toBe(3);
  });

  it('forgets who was idle, and never grows beyond its bound', async () => {
    const client = natted({ nat: { card: 'eth1', most: 10, udpMs: 1000 } }).host('client');
    for (let port = 1; port <= 50; port++) await (await client.sockets.udp({ port })).send(Uint8Array.of(1), SERVER, 9);
    await net.clock.sleep(100);
    expect(net.host('r').router?.nat?.size).toBe(10);
    await net.clock.sleep(2000);
    // Nobody is let in who answers so late: it is the router's own port, where nothing listens.
    const late = await sr1(packet(IP({ dst: '10.0.2.1' }), UDP({ sport: 9, dport: 50 }), 'late'), { host: net.host('server') });
    expect([late?.get(ICMP)?.code, late?.get(IP)?.src]).toEqual([3, '10.0.2.1']);
  });
});

describe('a firewall', () => {
  it('of a router: drops, refuses with a reset or an ICMP error, lets through', async () => {
    const client = start({
      firewall: [
        { filter: 'tcp dst port 80', action: 'accept' },
        { filter: 'tcp dst port 22', action: 'drop', from: 'eth0' },
        { filter: `dst host ${SERVER}`, action: 'reject' },
        { filter: 'ip6 and not tcp', action: 'reject' },
      ],
    }).host('client');
    expect(await page(SERVER)).toBe('far away');
    await expect(client.connect(SERVER, 22, { timeoutMs: 5000 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    await expect(client.connect(SERVER, 7, { timeoutMs: 5000 })).rejects.toMatchObject({ code: 'ERR_REFUSED' });
    const denied = await sr1(packet(IP({ dst: SERVER }), UDP({ dport: 7 }), 'x'), { host: client });
    expect([denied?.get(IP)?.src, denied?.get(ICMP)?.code]).toEqual(['10.0.1.1', 13]);
    expect((await sr1(packet(IPv6({ dst: SERVER6 }), ICMPv6EchoRequest()), { host: client }))?.get(ICMPv6DestUnreach)?.code).toBe(1);
    expect(net.host('r').firewall?.counts[0]).toBeGreaterThan(3);
  });

  it('of a host', async () => {
    net = lab({
      time: 'virtual',
      hosts: {
        a: { address: '10.0.0.1/24' },
        b: {
          address: '10.0.0.2/24',
          services: { tcp: [22, 80] },
          firewall: [
            { filter: 'tcp dst port 22', action: 'reject' },
            { filter: 'icmp', action: 'drop' },
          ],
        },
      },
    });
    const probes = await sr(packet(IP({ dst: '10.0.0.2' }), TCP({ sport: 1025, dport: [22, 80], flags: 'S', seq: 5 })), {
      host: net.host('a'),
    });
    expect(probes.answered.map(([sent, reply]) => [sent.get(TCP).dport, reply.get(TCP)?.flags.text, reply.get(TCP)?.ack])).toEqual([
      [22, 'RA', 6],
      [80, 'SA', 6],
    ]);
    expect(await sr1(packet(IP({ dst: '10.0.0.2' }), ICMP()), { host: net.host('a'), timeoutMs: 100 })).toBeUndefined();
  });
});

describe('descriptions that cannot be', () => {
  it('are refused, in one line', () => {
    start();
    const make =
      (r: object): (() => Lab) =>
      () =>
        lab({ hosts: {}, segments: { a: {}, b: {} }, routers: { r: { cards: { eth0: { address: '10.0.0.1/24' } }, ...r } } });
    expect(make({ cards: {} })).toThrow('r has no card');
    expect(make({ gateway: '10.9.9.9' })).toThrow('r has no way to 10.9.9.9');
    expect(make({ nat: 'wan' })).toThrow('the NAT of r needs a card with an IPv4 address: wan is none');
    expect(make({ firewall: [{ filter: 'tcp prot 2', action: 'drop' }] })).toThrow(/prot/);
    expect(make({ firewall: [{ filter: 'tcp', action: 'deny' }] })).toThrow("'deny' is no action: expected accept, drop, reject");
    expect(make({ firewall: [{ filter: 'tcp', action: 'drop', from: 'eth9' }] })).toThrow('no card eth9: it has eth0');
  });
});
