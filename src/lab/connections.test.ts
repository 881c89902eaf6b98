/** TCP between hosts of a lab: connections, services, and whose time it is. */
import { afterEach, describe, expect, it } from 'vitest';
import { joinOctets } from '../bytes/join-octets.ts';
import { seededRandom } from '../bytes/random.ts';
import { utf8, utf8Octets } from '../bytes/text.ts';
import { dnsQuery } from '../exchange/clients/dns/dns-query.ts';
import { dhcp } from '../exchange/clients/dhcp/dhcp.ts';
import { sr, sr1 } from '../exchange/send-receive.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest } from '../protocols/network/icmpv6/echo.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../protocols/network/ipv6/ipv6.ts';
import { packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';
import type { StackConnection } from '../stack/stack-connection.ts';
import type { Impairments } from './impair/impairments.ts';
import { type Lab, lab } from './lab.ts';

let net: Lab;
afterEach(() => net.close());

function start(time: 'real' | 'virtual', impair?: Impairments, seed = 1): Lab {
  net = lab({
    time,
    seed,
    segments: { lan: impair === undefined ? {} : { impair } },
    hosts: {
      alice: { address: ['192.0.2.10/24', '2001:db8::10/64'] },
      bob: {
        address: ['192.0.2.20/24', '2001:db8::20/64'],
        services: {
          dns: { 'bob.example': { A: '192.0.2.20', AAAA: '2001:db8::20', TXT: 'x'.repeat(200) } },
          dhcp: { range: ['192.0.2.100', '192.0.2.110'], leaseSeconds: 600 },
          http: { '/': '<h1>hello</h1>', '/notes': 'a note', '/octets': Uint8Array.of(1, 2, 3) },
          echo: true,
          tcp: [9],
        },
      },
    },
  });
  return net;
}

const all = async (c: StackConnection): Promise<Uint8Array> => {
  const chunks: Uint8Array[] = [];
  for await (const chunk of c.chunks()) chunks.push(chunk);
  return joinOctets(chunks);
};

describe.each(['real', 'virtual'] as const)('in %s time', (time) => {
  it('a connection carries octets both ways, and ends', async () => {
    const [alice, bob] = [start(time).host('alice'), net.host('bob')];
    const octets = seededRandom(1).octets(300_000);
    const listener = bob.listen(8080);
    const serving = (async () => {
      for await (const c of listener.connections()) {
        await c.write(await all(c));
        c.close();
        return c.remotePort;
      }
      return 0;
    })();
    const c = await alice.connect('192.0.2.20', 8080);
    await c.write(octets);
    c.finish();
    expect(Buffer.compare(await all(c), octets)).toBe(0);
    expect([await serving, c.remoteAddress]).toEqual([c.localPort, '192.0.2.20']);
    listener.close();
    await expect(alice.connect('192.0.2.20', 8080)).rejects.toMatchObject({ code: 'ERR_REFUSED' });
  });

  it.each(['192.0.2.20', '2001:db8::20', 'bob.example'])('pages from %s', async (to) => {
    const c = await start(time).host('alice').connect(to, 80);
    await c.write(utf8Octets('GET / HTTP/1.1\r\nHost: bob\r\n\r\nGET /no HTTP/1.1\r\nHost: bob\r\nConnection: close\r\n\r\n'));
    const said = utf8(await all(c));
    expect(said.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 404']);
    expect(said).toContain('Content-Type: text/html; charset=utf-8\r\nContent-Length: 14\r\n\r\n<h1>hello</h1>HTTP');
  });
});

describe('services', () => {
  it('http: HEAD, octets, bodies, and what is no request', async () => {
    const alice = start('virtual').host('alice');
    const ask = async (text: string): Promise<string> => {
      const c = await alice.connect('192.0.2.20', 80);
      await c.write(utf8Octets(text));
      return utf8(await all(c));
    };
    expect(await ask('HEAD /notes HTTP/1.0\r\n\r\n')).toBe(
      'HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: 6\r\nConnection: close\r\n\r\n',
    );
    expect(await ask('GET /octets?x=1 HTTP/1.0\r\n\r\n')).toContain('application/octet-stream\r\nContent-Length: 3\r\n');
    expect(await ask(`POST / HTTP/1.1\r\nHost: b\r\nContent-Length: 10\r\n\r\n${'GET '.repeat(2)}xxGET /notes HTTP/1.0\r\n\r\n`)).toMatch(
      /^HTTP\/1\.1 405[\s\S]*HTTP\/1\.1 200 OK[\s\S]*a note$/,
    );
    expect(await ask('GET / HTTP/1.1\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/);
    expect(await ask(`GET / HTTP/1.1\r\nX: ${'y'.repeat(20_000)}`)).toMatch(/^HTTP\/1\.1 431/);
  });

  it('dns over UDP and TCP, dhcp, echo', async () => {
    const alice = start('virtual').host('alice');
    const o = { host: alice, servers: '192.0.2.20', type: 'TXT' };
    expect((await dnsQuery('bob.example', o)).transport).toBe('udp');
    expect((await dnsQuery('bob.example', { ...o, tcp: true })).records[0]?.rdata).toEqual(['x'.repeat(200)]);
    const client = await dhcp({ host: alice, iface: 'eth0' });
    const { lease } = client;
    await client.stop();
    expect([lease?.address, lease?.nameServers, lease?.seconds]).toEqual(['192.0.2.100', ['192.0.2.20'], 600]);
    const c = await alice.connect('192.0.2.20', 7);
    await c.write(utf8Octets('hello'));
    c.finish();
    expect(utf8(await all(c))).toBe('hello');
    const echoed = await sr1(packet(IP({ dst: '192.0.2.20' }), UDP({ sport: 5000, dport: 7 }), 'ping'), { host: alice });
    expect(utf8(echoed?.payload(UDP) ?? new Uint8Array(0))).toBe('ping');
  });

  it('that cannot be are refused', () => {
    net = lab({ hosts: { a: { address: '192.0.2.1/24' } } });
    const make =
      (services: object): (() => Lab) =>
      () =>
        lab({ hosts: { a: { address: '192.0.2.1/24', services } } });
    expect(make({ dsn: {} })).toThrow('dsn');
    expect(make({ http: {}, tcp: [80] })).toThrow('TCP port 80 of a has two services');
    expect(make({ tcp: [70_000] })).toThrow('expected 1 to 65535');
  });
});

describe('a host does as a kernel does', () => {
  it('says that nothing listens, by ICMP and by a reset', async () => {
    const alice = start('virtual').host('alice');
    const closed = await sr1(packet(IP({ dst: '192.0.2.20' }), UDP({ sport: 4000, dport: 4001 })), { host: alice });
    expect([closed?.get(ICMP)?.type, closed?.get(ICMP)?.code]).toEqual([3, 3]);
    const reset = await sr1(packet(IP({ dst: '192.0.2.20' }), TCP({ dport: 4001, flags: 'A', seq: 1, ack: 77 })), { host: alice });
    expect([reset?.get(TCP)?.flags.text, reset?.get(TCP)?.seq]).toEqual(['R', 77]);
  });

  it('answers ping over IPv6, and asks for neighbours', async () => {
    const alice = start('virtual').host('alice');
    const reply = await sr1(packet(IPv6({ dst: '2001:db8::20' }), ICMPv6EchoRequest({ id: 3, seq: 4 })), { host: alice });
    expect([reply?.get(IPv6)?.src, reply?.get(ICMPv6EchoReply)?.seq]).toEqual(['2001:db8::20', 4]);
    const { reasons } = await sr(packet(IPv6({ dst: '2001:db8::99' }), ICMPv6EchoRequest()), { host: alice });
    expect([...reasons.values()].map(({ code }) => code)).toEqual(['ERR_NEIGHBOUR']);
  });

  it('talks to itself', async () => {
    const bob = start('virtual').host('bob');
    for (const to of ['192.0.2.20', '127.0.0.1']) {
      const c = await bob.connect(to, 7);
      await c.write(utf8Octets('self'));
      c.finish();
      expect(utf8(await all(c))).toBe('self');
    }
  });
});

describe('virtual time', () => {
  it('stands still while nobody waits, whatever a stack has yet to do', async () => {
    const alice = start('virtual').host('alice');
    // Half a handshake: bob would send his answer again and again.
    alice.ignore((p) => p.has(TCP));
    await sr1(packet(IP({ dst: '192.0.2.20' }), TCP({ sport: 4000, dport: 80, flags: 'S' })), { host: alice });
    // What the exchange itself waits for is over.
    await net.clock.sleep(10_000);
    const before = net.clock.monotonic();
    const seen = net.capture();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(net.clock.monotonic()).toBe(before);
    await net.clock.sleep(30_000);
    seen.stop();
    const again: string[] = [];
    for await (const p of seen.packets()) if (p.has(TCP)) again.push(`${p.get(TCP)?.flags}`);
    expect(again).toEqual(['SA', 'SA']);
  });

  it('goes on for who waits for a connection over a bad line, the same each time', async () => {
    const run = async (): Promise<number> => {
      const [alice, bob] = [
        start('virtual', { loss: 0.1, delayMs: 20, jitterMs: 5, reorder: 0.05, duplicate: 0.02 }, 5).host('alice'),
        net.host('bob'),
      ];
      const octets = seededRandom(2).octets(200_000);
      const listener = bob.listen(8080);
      const got = (async () => {
        for await (const c of listener.connections()) return await all(c);
        return undefined;
      })();
      const c = await alice.connect('192.0.2.20', 8080);
      await c.write(octets);
      c.close();
      expect(Buffer.compare((await got) ?? new Uint8Array(0), octets)).toBe(0);
      const ms = net.clock.monotonic();
      await net.close();
      return ms;
    };
    const ms = await run();
    expect(ms).toBeGreaterThan(1000);
    expect(await run()).toBe(ms);
  });

  it('an hour of waiting for a connection that nobody answers takes none', async () => {
    const alice = start('virtual').host('alice');
    await expect(alice.connect('192.0.2.99', 80, { timeoutMs: 3_600_000 })).rejects.toMatchObject({ code: 'ERR_TIMEOUT' });
    expect(net.clock.monotonic()).toBeGreaterThan(3_000_000);
  });
});
