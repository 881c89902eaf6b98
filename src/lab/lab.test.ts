import { afterEach, describe, expect, it } from 'vitest';
import type { PacketwrightError } from '../bytes/errors.ts';
import { FLAG_OUTGOING } from '../capture/batch.ts';
import { answeringMachine } from '../exchange/answering/answering-machine.ts';
import { send, sendp } from '../exchange/send.ts';
import { sr, sr1, srp, srp1 } from '../exchange/send-receive.ts';
import type { LinkOptions } from '../host/host.ts';
import { host } from '../packet/fields/addresses.ts';
import { DNS, DNSQR } from '../protocols/application/dns/dns.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { ARP } from '../protocols/network/arp.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { type Lab, type LabSpec, lab } from './lab.ts';

const labs: Lab[] = [];
const make = (more: Partial<LabSpec> = {}): Lab => {
  const made = lab({
    time: 'virtual',
    seed: 7,
    hosts: {
      alice: { address: '192.0.2.10/24' },
      bob: {
        address: '192.0.2.20/24',
        services: {
          tcp: [80],
          dns: { 'www.example.org': { A: ['192.0.2.80', '192.0.2.81'], TXT: 'hello' }, 'web.example.org': { CNAME: 'www.example.org.' } },
        },
      },
    },
    ...more,
  });
  labs.push(made);
  return made;
};

afterEach(async () => {
  for (const one of labs.splice(0)) await one.close();
});

describe('lab', () => {
  it('answers ARP', async () => {
    const alice = make().host('alice');
    const reply = await srp1(packet(Ether(), ARP({ pdst: '192.0.2.20' })), { host: alice, iface: 'eth0' });
    expect(reply?.get(ARP)?.op).toBe(2);
    expect(reply?.get(ARP)?.hwsrc).toBe('02:00:c0:00:02:14');
    expect(reply?.get(ARP)?.pdst).toBe('192.0.2.10');
  });

  it('answers its own echo request, as a kernel does over loopback, and nobody else hears it', async () => {
    const net = make();
    const alice = net.host('alice');
    const bob = await net.host('bob').open('eth0', { promiscuous: true });
    for (const dst of ['192.0.2.10', '127.0.0.1']) {
      const reply = await sr1(packet(IP({ dst }), ICMP({ id: 9 })), { host: alice });
      expect(reply?.get(ICMP)?.type).toBe(0);
      expect(reply?.get(IP)).toMatchObject({ src: dst, dst });
    }
    const heard: string[] = [];
    const reading = (async () => {
      for await (const p of bob.packets()) heard.push(p.summary());
    })();
    await sr1(packet(IP({ dst: '192.0.2.20' }), ICMP()), { host: alice });
    await bob.close();
    await reading;
    expect(heard.filter((line) => line.includes('127.0.0.1') || line.includes('192.0.2.10 > 192.0.2.10'))).toEqual([]);
    expect(heard.length).toBeGreaterThan(0);
  });

  it("asks a range by ARP though the host's own address is in it", async () => {
    const alice = make().host('alice');
    const { answered, unanswered } = await srp(packet(Ether(), ARP({ pdst: ['192.0.2.10', '192.0.2.20', '192.0.2.30'] })), {
      host: alice,
      timeoutMs: 50,
    });
    expect(answered.map(([, reply]) => reply.get(ARP)?.psrc)).toEqual(['192.0.2.20']);
    expect(unanswered.map((p) => p.get(ARP)?.pdst)).toEqual(['192.0.2.10', '192.0.2.30']);
  });

  it('sends an ICMP error that quotes a packet to the host itself', async () => {
    const alice = make().host('alice');
    const error = packet(IP({ dst: '192.0.2.20' }), ICMP({ type: 3, code: 3 }), IP({ src: '192.0.2.20', dst: '192.0.2.10' }), UDP());
    const { packets } = await send(error, { host: alice, keep: true });
    expect(packets.length).toBe(1);
  });

  it('answers ping, with the data as it was', async () => {
    const alice = make().host('alice');
    const reply = await sr1(packet(IP({ dst: '192.0.2.20' }), ICMP({ id: 77, seq: 3 }), 'ping pong'), { host: alice });
    expect(reply?.get(ICMP)?.type).toBe(0);
    expect(reply?.get(ICMP)?.id).toBe(77);
    expect(reply?.get(IP)?.src).toBe('192.0.2.20');
    expect(new TextDecoder().decode(reply?.payload(ICMP))).toBe('ping pong');
  });

  it('answers SYN on an open port, and with a reset on a closed one', async () => {
    const alice = make().host('alice');
    const [answered] = await sr(packet(IP({ dst: '192.0.2.20' }), TCP({ sport: 1025, dport: [80, 81], seq: 1000 })), { host: alice });
    const said = new Map(answered.map(([sent, received]) => [sent.get(TCP).dport, received.get(TCP)]));
    expect(said.get(80)?.flags.text).toBe('SA');
    expect(said.get(80)?.ack).toBe(1001);
    expect(said.get(81)?.flags.text).toBe('RA');
    expect(said.get(81)?.ack).toBe(1001);
  });

  it('answers DNS from a table, aliases followed', async () => {
    const alice = make().host('alice');
    const ask = async (qname: string, qtype: string) =>
      (
        await sr1(packet(IP({ dst: '192.0.2.20' }), UDP({ sport: 5353, dport: 53 }), DNS({ id: 9, qd: [DNSQR({ qname, qtype })] })), {
          host: alice,
        })
      )?.get(DNS);
    expect((await ask('WWW.example.org', 'A'))?.an.map((rr) => rr.rdata)).toEqual(['192.0.2.80', '192.0.2.81']);
    expect((await ask('web.example.org', 'A'))?.an.map((rr) => rr.rdata)).toEqual(['www.example.org.', '192.0.2.80', '192.0.2.81']);
    expect((await ask('www.example.org', 'AAAA'))?.rcode).toBe(0);
    expect((await ask('none.example.org', 'A'))?.rcode).toBe(3);
  });

  it('resolves names by DNS, and sends to names', async () => {
    const alice = make().host('alice');
    expect(await alice.resolve('www.example.org')).toEqual(['192.0.2.80', '192.0.2.81']);
    await expect(alice.resolve('none.example.org')).rejects.toMatchObject({ code: 'ERR_RESOLVE' });
    const { unanswered, reasons } = await sr(packet(IP({ dst: host('www.example.org') }), ICMP()), { host: alice });
    expect(unanswered[0]?.get(IP).dst).toBe('192.0.2.80');
    expect([...reasons.values()][0]?.code).toBe('ERR_NEIGHBOUR');
  });

  it('captures every frame of a segment', async () => {
    const net = make();
    const capture = net.capture();
    await sr1(packet(IP({ dst: '192.0.2.20' }), ICMP()), { host: net.host('alice') });
    capture.stop();
    const seen: string[] = [];
    for await (const p of capture.packets())
      seen.push(
        p
          .layers()
          .map((l) => l.layerName)
          .join('/'),
      );
    expect(seen).toEqual(['Ether/ARP', 'Ether/ARP', 'Ether/IP/ICMP', 'Ether/IP/ICMP']);
  });

  it('is the same every time', async () => {
    const run = async (): Promise<string[]> => {
      const net = make();
      const capture = net.capture();
      await sr(packet(IP({ dst: '192.0.2.20' }), TCP({ sport: 1025, dport: [79, 80] })), { host: net.host('alice') });
      capture.stop();
      const seen: string[] = [];
      for await (const p of capture.packets()) seen.push(`${p.meta.sec}.${p.meta.nsec} ${Array.from(p.bytes).join()}`);
      return seen;
    };
    expect(await run()).toEqual(await run());
  });

  it('does not jump in time while frames are on their way', async () => {
    const net = make();
    const capture = net.capture();
    // More than leave in one turn of the event loop.
    const many = packet(IP({ dst: '192.0.2.20' }), ICMP({ id: 1, seq: Array.from({ length: 1000 }, (_, i) => i) }));
    const { answered } = await sr(many, { host: net.host('alice') });
    capture.stop();
    const times: number[] = [];
    for await (const p of capture.packets()) times.push((p.meta.sec ?? 0) * 1000 + (p.meta.nsec ?? 0) / 1e6);
    expect(answered.length).toBe(1000);
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(1000);
  });

  it('loses frames for want of room, not its mind: two that answer each other for ever', async () => {
    const net = make({ time: 'real' });
    const [alice, bob] = [net.host('alice'), net.host('bob')];
    for (const host of [alice, bob]) {
      host.machines.push(
        answeringMachine({
          isRequest: (p) => p.get(UDP)?.dport === 7,
          makeReply: (p) =>
            packet(
              Ether({ dst: p.get(Ether)?.src ?? '', src: host.mac }),
              IP({ src: p.get(IP)?.dst ?? '', dst: p.get(IP)?.src ?? '' }),
              UDP({ sport: 7, dport: 7 }),
            ),
        }),
      );
    }
    await send(packet(IP({ dst: '192.0.2.20' }), UDP({ sport: 7, dport: 7 })), { host: alice });
    // Timers still have their turn.
    await net.clock.sleep(20);
    expect(bob.machines.at(-1)?.stats.replies).toBeGreaterThan(10);
    bob.machines.pop();
  });

  it('refuses descriptions that cannot be', () => {
    const code = (spec: LabSpec): string => {
      try {
        lab(spec);
      } catch (error) {
        return (error as PacketwrightError).code;
      }
      return 'none';
    };
    expect(code({ hosts: { a: { address: '192.0.2.1' } } })).toBe('ERR_ADDRESS');
    expect(code({ hosts: { a: { address: '192.0.2.1/33' } } })).toBe('ERR_RANGE');
    expect(code({ hosts: { a: { address: '192.0.2.1/24', mac: 'no' } } })).toBe('ERR_ADDRESS');
    expect(code({ hosts: { a: { address: '192.0.2.1/24' }, b: { address: '192.0.2.1/24' } } })).toBe('ERR_VALUE');
    expect(code({ hosts: { a: { address: '192.0.2.1/24', segment: 'wan' } } })).toBe('ERR_VALUE');
    expect(code({ hosts: {}, segments: {} })).toBe('ERR_VALUE');
    for (const [spec, code] of [
      [{}, 'ERR_VALUE'],
      [{ hosts: null }, 'ERR_VALUE'],
      [{ hosts: {}, time: 'soon' }, 'ERR_VALUE'],
      [{ hosts: {}, routers: { r: {} } }, 'ERR_VALUE'],
      [{ hosts: {}, seed: Number.NaN }, 'ERR_VALUE'],
      [{ hosts: { a: { mac: '02:00:00:00:00:01' }, b: { mac: '02:00:00:00:00:01' } } }, 'ERR_VALUE'],
      // What is made of an address has its last four octets only.
      [{ hosts: { a: { address: '2001:db8:1::1/64' }, b: { address: '2001:db8:2::1/64' } } }, 'ERR_VALUE'],
      [{ hosts: {}, segments: { lan: { impair: { burst: {} } } } }, 'ERR_VALUE'],
      [{ hosts: {}, segments: { lan: { impair: { burst: { begin: 0.1, end: 2 } } } } }, 'ERR_RANGE'],
      [{ hosts: {}, segments: { lan: { impair: { burst: { begin: 0.1, end: 0.2, los: 1 } } } } }, 'ERR_VALUE'],
      ...[0, -1, 20, Number.NaN, 1e9].map((mtu) => [{ hosts: {}, segments: { lan: { mtu } } }, 'ERR_RANGE'] as const),
      ...['224.0.0.1/24', '192.0.2.255/24'].map((address) => [{ hosts: { a: { address } } }, 'ERR_ADDRESS'] as const),
    ] as const)
      expect(() => lab(spec as never)).toThrow(expect.objectContaining({ code }));
    expect(() => make().host('carol')).toThrow("no host 'carol': it has alice, bob");
  });

  it('says that it was closed to whoever asks it something', async () => {
    const net = make();
    const alice = net.host('alice');
    await net.close();
    const probe = packet(IP({ dst: '192.0.2.20' }), ICMP());
    await expect(sr1(probe, { host: alice })).rejects.toMatchObject({ code: 'ERR_CLOSED' });
    await expect(send(probe, { host: alice })).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  it('keeps segments apart', async () => {
    const net = make({
      segments: { lan: {}, far: { mtu: 600 } },
      hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24', segment: 'far' } },
    });
    const { reasons } = await sr(packet(IP({ dst: '192.0.2.20' }), ICMP()), { host: net.host('alice') });
    expect([...reasons.values()].map((why) => why.code)).toEqual(['ERR_NEIGHBOUR']);
    expect((await net.host('bob').route('192.0.2.1')).mtu).toBe(600);
    await expect(net.host('alice').route('198.51.100.1')).rejects.toMatchObject({ code: 'ERR_ROUTE' });
  });

  it('a hub sends every frame to every host, a switch where it belongs', async () => {
    for (const [hub, heard] of [
      [true, ['192.0.2.20', '192.0.2.10']],
      [false, []],
    ] as const) {
      const net = make({
        segments: { lan: { hub } },
        hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' }, eve: { address: '192.0.2.30/24' } },
      });
      await net.host('alice').neighbour('eth0', '192.0.2.20');
      const link = await net.host('eve').open('eth0', { promiscuous: true, filter: 'icmp' });
      let n = 0;
      link.listen((batch) => (n += batch.n));
      await sr(packet(IP({ dst: '192.0.2.20' }), ICMP()), { host: net.host('alice') });
      expect([hub, n]).toEqual([hub, heard.length]);
    }
  });

  it('gives a link what a kernel would: own frames, others, all', async () => {
    const net = make();
    const [alice, bob] = [net.host('alice'), net.host('bob')];
    const read = async (o: LinkOptions): Promise<() => string[]> => {
      const link = await alice.open('eth0', o);
      const seen: string[] = [];
      link.listen((batch) => {
        for (let i = 0; i < batch.n; i++) seen.push((batch.flags[i] as number) & FLAG_OUTGOING ? 'out' : 'in');
      });
      return () => seen;
    };
    const both = await read({}),
      inwards = await read({ direction: 'in' }),
      outwards = await read({ direction: 'out' }),
      all = await read({ promiscuous: true });
    // Bob tells everybody where the frame is to go: the switch has not seen that address.
    await sendp(packet(Ether({ dst: '02:00:00:00:00:99' }), IP({ dst: '192.0.2.10' }), UDP()), { host: bob });
    await sendp(packet(Ether(), ARP({ op: 2, pdst: '192.0.2.20' })), { host: alice, iface: 'eth0' });
    await sendp(packet(Ether(), ARP({ op: 2, pdst: '192.0.2.10' })), { host: bob, iface: 'eth0' });
    await net.clock.sleep(1);
    // The first is not for alice; to send it, bob asked nobody, for the address was given.
    expect([both(), inwards(), outwards(), all()]).toEqual([['out', 'in'], ['in'], ['out'], ['in', 'out', 'in']]);
  });

  it('refuses what a link of it cannot give, and gives a sendOnly one nothing to read', async () => {
    const net = lab({ hosts: { alice: { address: '192.0.2.1/24' } } });
    const alice = net.host('alice');
    await expect(alice.open('eth0', { linkType: 113 })).rejects.toMatchObject({
      code: 'ERR_VALUE',
      message: expect.stringContaining('113'),
    });
    await expect(alice.open('eth0', { timestamps: 'adapter' })).rejects.toMatchObject({ code: 'ERR_VALUE' });
    const link = await alice.open('eth0', { sendOnly: true });
    expect(() => link.listen(() => undefined)).toThrow(/sendOnly/);
    expect(() => link.packets()).toThrow(/sendOnly/);
    await link.close();
  });

  it('filters what a link gives, by text and by program', async () => {
    const net = make({
      hosts: {
        alice: { address: '192.0.2.10/24', resolver: '192.0.2.20' },
        bob: { address: '192.0.2.20/24', services: { dns: { 'bob.example.org': { A: '192.0.2.20' } } } },
      },
    });
    const [alice, bob] = [net.host('alice'), net.host('bob')];
    const link = await alice.open('eth0', { filter: 'icmp and inbound and src host bob.example.org' });
    const seen: number[] = [];
    link.listen((batch) => {
      for (let i = 0; i < batch.n; i++) seen.push(batch.data[(batch.offset[i] as number) + 34] as number);
    });
    await sr1(packet(IP({ dst: '192.0.2.20' }), ICMP()), { host: alice });
    expect(seen, 'the reply, and neither the request nor ARP').toEqual([0]);
    // `tcpdump -ddd arp`
    link.setFilter({ length: 4, instructions: new Uint8Array(new Uint32Array([0x28, 12, 0x0100_0015, 0x806, 6, 65_535, 6, 0]).buffer) });
    await sr1(packet(IP({ dst: '192.0.2.20' }), ICMP()), { host: alice });
    await sendp(packet(Ether(), ARP({ op: 2, pdst: '192.0.2.10' })), { host: bob, iface: 'eth0' });
    await net.clock.sleep(1);
    expect(seen).toHaveLength(2);
    await expect(alice.open('eth0', { filter: 'host nobody.example.org' })).rejects.toMatchObject({ code: 'ERR_FILTER' });
    await expect(alice.open('eth0', { filter: 'tcp prot 80' })).rejects.toMatchObject({ code: 'ERR_FILTER' });
  });

  it('carries datagrams between UDP ports', async () => {
    const net = lab({ time: 'virtual', hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } } });
    const [alice, bob] = [net.host('alice'), net.host('bob')];
    const server = await bob.sockets.udp({ port: 7 });
    const client = await alice.sockets.udp({ to: { address: '192.0.2.20', port: 7 } });
    await expect(bob.sockets.udp({ port: 7 })).rejects.toMatchObject({ code: 'ERR_BUSY' });
    await client.send(new TextEncoder().encode('hello'), '192.0.2.20', 7);
    for await (const { data, from, port } of server.messages()) {
      await server.send(data, from, port);
      server.close();
    }
    for await (const { data, from, port, at } of client.messages()) {
      expect([new TextDecoder().decode(data), from, port]).toEqual(['hello', '192.0.2.20', 7]);
      expect(at).toBeLessThanOrEqual(alice.clock.now());
      client.close();
    }
    await expect(server.send(new Uint8Array(1), '192.0.2.10', 1)).rejects.toMatchObject({ code: 'ERR_CLOSED' });
    await expect(alice.sockets.connect('192.0.2.20', 80)).rejects.toMatchObject({ code: 'ERR_REFUSED' });
    await net.close();
  });
});
