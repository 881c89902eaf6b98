/** A stack as a host: neighbours, echo, UDP, errors, floods. */
import { describe, expect, it } from 'vitest';
import { stackPair } from '../../test/support/stack/stack-pair.ts';
import { transfer } from '../../test/support/stack/transfer.ts';
import type { Datagram } from '../host/host.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { ARP } from '../protocols/network/arp.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IPerror } from '../protocols/network/quoted.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { tcpSettings } from './tcp/tcp-settings.ts';

const A = '02:00:00:00:00:01';
const B = '02:00:00:00:00:02';

describe('a stack', () => {
  it('asks for a neighbour once, and sends what waited', () => {
    const pair = stackPair({ keep: true });
    transfer(pair, { up: 10 });
    const first = pair.frames.map(({ from, octets }) => `${from} ${dissect(octets).summary()}`).slice(0, 4);
    expect(first).toEqual([
      'a Ether / ARP who has 10.0.0.2 says 10.0.0.1',
      'b Ether / ARP is at 02:00:00:00:00:02 says 10.0.0.2',
      expect.stringMatching(/^a .* S$/),
      expect.stringMatching(/^b .* SA$/),
    ]);
  });

  it('answers ping, but not one that was damaged', () => {
    const pair = stackPair({ keep: true });
    const ping = packet(Ether({ src: A, dst: B }), IP({ src: '10.0.0.1', dst: '10.0.0.2' }), ICMP({ id: 7, seq: 1 }), 'ping pong').bytes;
    pair.b.receiveFrame(ping);
    const damaged = ping.slice();
    damaged[damaged.length - 1]! ^= 1;
    pair.b.receiveFrame(damaged);
    expect(pair.frames.map(({ octets }) => dissect(octets).get(ICMP)?.type)).toEqual([0]);
  });

  it.each([false, true])('sends a datagram larger than the MTU, in fragments (IPv6: %s)', async (isV6) => {
    const pair = stackPair();
    const got: Datagram[] = [];
    const port = pair.b.udp.open({ port: 7 });
    const reading = (async () => {
      for await (const datagram of port.messages()) got.push(datagram);
    })();
    const data = Uint8Array.from({ length: 5000 }, (_, i) => i * 7);
    await pair.a.udp.open({ port: 9 }).send(data, isV6 ? 'fd00::2' : '10.0.0.2', 7);
    pair.time.run(() => false, 1000);
    port.close();
    await reading;
    expect(got.map(({ from, port: of, data: octets }) => [from, of, octets])).toEqual([[isV6 ? 'fd00::1' : '10.0.0.1', 9, data]]);
  });

  it('says that nothing listens at a UDP port, and is told', async () => {
    const pair = stackPair({ keep: true });
    const port = pair.a.udp.open({ to: { address: '10.0.0.2', port: 99 } });
    await port.send(Uint8Array.of(1), '10.0.0.2', 99);
    pair.time.run(() => false, 1000);
    expect(dissect(pair.frames.at(-1)?.octets as Uint8Array).get(IPerror)?.dst).toBe('10.0.0.2');
    await expect(port.messages()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'ERR_SYSTEM' });
  });

  it('is refused where nothing listens, and by a reset', () => {
    const pair = stackPair();
    const t = pair.a.tcp.connect(pair.a.paths.to('10.0.0.2'), 81, tcpSettings('test', {}));
    pair.time.run(() => t.state === 'CLOSED', 1000);
    expect([t.state, t.error?.code]).toEqual(['CLOSED', 'ERR_REFUSED']);
  });

  it('sends smaller segments when a router says so, and not when it lies', () => {
    const pair = stackPair({ line: { delayMs: 20 } });
    const { a, b, time } = pair;
    b.tcp.listen({ port: 80, backlog: 9, settings: tcpSettings('test', {}), onConnection: () => undefined });
    const t = a.tcp.connect(a.paths.to('10.0.0.2'), 80, tcpSettings('test', {}));
    time.run(() => t.state === 'ESTABLISHED', 1000);
    a.tcp.write(t, new Uint8Array(20_000));
    const tooBig = (seq: number): Uint8Array => {
      const quote = packet(IP({ src: '10.0.0.1', dst: '10.0.0.2' }), TCP({ sport: t.localPort, dport: 80, seq })).bytes.slice(0, 28);
      return packet(
        Ether({ src: B, dst: A }),
        IP({ src: '10.0.0.9', dst: '10.0.0.1' }),
        ICMP({ type: 3, code: 4, nexthopmtu: 1000 }),
        quote,
      ).bytes;
    };
    // Of what was sent long ago, or never.
    a.receiveFrame(tooBig(t.una + 1_000_000));
    expect(t.mss).toBe(1448);
    a.receiveFrame(tooBig(t.una));
    expect(t.mss).toBe(1000 - 40 - 12);
    time.run(() => t.una === t.nxt, 5000);
    expect(t.una).toBe(t.nxt);
  });

  it('stays as small as it is under a flood of SYNs, and serves others meanwhile', () => {
    const pair = stackPair();
    const { b } = pair;
    const flood = (n: number): void => {
      for (let i = 0; i < n; i++) {
        const tcp = TCP({ sport: 1024 + (i % 60_000), dport: 80, seq: i, flags: 'S' });
        b.receiveFrame(packet(Ether({ src: A, dst: B }), IP({ src: `10.0.0.${3 + (i % 200)}`, dst: '10.0.0.2' }), tcp).bytes);
      }
    };
    const done = transfer(pair, { up: 1 });
    expect(done.isDone).toBe(true);
    b.tcp.listen({ port: 80, backlog: 64, settings: tcpSettings('test', {}), onConnection: () => undefined });
    flood(5000);
    expect([...b.tcp.connections].length).toBeLessThan(70);
    expect(b.tcp.counters.cookies).toBeGreaterThan(4900);
    const t = pair.a.tcp.connect(pair.a.paths.to('10.0.0.2'), 80, tcpSettings('test', {}));
    pair.time.run(() => t.state === 'ESTABLISHED', 1000);
    pair.a.tcp.write(t, new Uint8Array(3000));
    pair.time.run(() => t.una === t.nxt, 10_000);
    expect([t.state, t.una === t.nxt]).toEqual(['ESTABLISHED', true]);
  });

  it('does not believe what a neighbour’s ARP says of our own address', () => {
    const pair = stackPair();
    pair.a.receiveFrame(packet(Ether({ src: B, dst: A }), ARP({ op: 2, psrc: '10.0.0.1', hwsrc: B, pdst: '10.0.0.1' })).bytes);
    expect(pair.a.neighbours.get('10.0.0.1')).toBeUndefined();
  });

  it('answers no datagram to a group with an error', () => {
    const pair = stackPair({ keep: true });
    pair.b.receiveFrame(
      packet(Ether({ src: A, dst: 'ff:ff:ff:ff:ff:ff' }), IP({ src: '10.0.0.1', dst: '255.255.255.255' }), UDP({ dport: 99 }), 'x').bytes,
    );
    expect(pair.frames).toEqual([]);
  });
});

describe('many connections', () => {
  it('are opened with three segments each, wait for two weeks, and leave nothing behind', () => {
    const pair = stackPair({ line: { delayMs: 1 } });
    const { a, b, time } = pair;
    const settings = tcpSettings('test', {});
    b.tcp.listen({ port: 80, backlog: 2000, settings, onConnection: () => undefined });
    const all = Array.from({ length: 1000 }, () => a.tcp.connect(a.paths.to('10.0.0.2'), 80, settings));
    time.pass(5000);
    expect(all.filter((t) => t.state === 'ESTABLISHED').length).toBe(1000);
    expect([a.tcp.counters.segments, b.tcp.counters.segments]).toEqual([1000, 2000]);
    time.pass(14 * 24 * 3600 * 1000);
    for (const t of all) a.tcp.finish(t);
    time.pass(1000);
    for (const t of b.tcp.connections) b.tcp.finish(t);
    time.pass(120_000);
    expect([[...a.tcp.connections].length, [...b.tcp.connections].length, a.wheel.size, b.wheel.size]).toEqual([0, 0, 0, 0]);
  });
});
