import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Lab, lab } from '../lab/lab.ts';
import type { LabHost } from '../lab/lab-host.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { answeringMachine } from './answering/answering-machine.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { ARP } from '../protocols/network/arp.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';
import type { ExchangeOptions } from './options.ts';
import { sr, sr1, srp, srp1 } from './send-receive.ts';

const BOB = '192.0.2.20';
const NOBODY = '192.0.2.99';

let net: Lab;
let alice: LabHost;

beforeEach(() => {
  net = lab({
    time: 'virtual',
    hosts: {
      alice: { address: '192.0.2.10/24', mac: '02:00:00:00:00:0a', gateway: BOB },
      bob: { address: `${BOB}/24`, mac: '02:00:00:00:00:0b', services: { tcp: [80] } },
    },
  });
  alice = net.host('alice');
  const bob = net.host('bob');
  // RFC 792: the header and the first eight octets of what could not be delivered.
  bob.machines.push(
    answeringMachine({
      isRequest: (p) => p.get(UDP)?.dport === 9,
      makeReply: (p) => {
        const { src = '' } = p.get(Ether) ?? {};
        const quoted = p.payload(Ether).subarray(0, 28);
        return packet(Ether({ dst: src, src: bob.mac }), IP({ src: BOB, dst: p.get(IP)?.src ?? '' }), ICMP({ type: 3, code: 3 }), quoted);
      },
    }),
  );
});

afterEach(() => net.close());

/** What stays the same when a question is asked again: not the times, nor what the answerer draws or counts. */
const told = (p: Packet | undefined): unknown => {
  if (p === undefined) return undefined;
  const { iface, linkType, wireLength } = p.meta;
  const ip = p.get(IP);
  return {
    layers: p.layers().map((l) => l.layerName),
    ends: [ip?.src, ip?.dst, p.get(TCP)?.flags, p.get(TCP)?.ack, p.get(ICMP)?.type, p.get(ICMP)?.id, p.get(ICMP)?.seq, p.get(ARP)?.hwsrc],
    meta: { iface, linkType, wireLength },
  };
};

describe('one packet', () => {
  // The same question to the way of many, which match-table.test.ts compares with scapy.
  it.each([
    ['an echo', packet(IP({ dst: BOB }), ICMP({ id: 7, seq: 9 })), 3],
    ['a SYN to an open port', packet(IP({ dst: BOB }), TCP({ sport: 4000, dport: 80, seq: 5 })), 3],
    ['a SYN to a closed port', packet(IP({ dst: BOB }), TCP({ sport: 4001, dport: 81, seq: 6 })), 3],
    ['a datagram to a closed port, answered by an error', packet(IP({ dst: BOB }), UDP({ sport: 4002, dport: 9 })), 3],
    ['an ARP request', packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ pdst: BOB })), 2],
    ['an echo in a frame', packet(Ether(), IP({ dst: BOB }), ICMP({ id: 8 })), 2],
  ] as const)('%s gets the answer that it gets among many', async (_what, question, level) => {
    const o = { host: alice };
    const one = await (level === 3 ? sr1(question as Packet, o) : srp1(question as Packet, o));
    const [[many] = []] = await (level === 3 ? sr(question as Packet, o) : srp(question as Packet, o));
    expect(many).toBeDefined();
    expect(told(one)).toEqual(told(many?.[1]));
  });

  it('is not answered by what answers another one', async () => {
    const asked = Array.from({ length: 50 }, (_, i) => [i % 5, i] as const);
    const replies = await Promise.all(asked.map(([id, seq]) => sr1(packet(IP({ dst: BOB }), ICMP({ id, seq })), { host: alice })));
    expect(replies.map((p) => [p?.get(ICMP)?.id, p?.get(ICMP)?.seq])).toEqual(asked);
  });

  it('waits as long as it is told to, and no longer', async () => {
    const silent = (o: ExchangeOptions) => sr1(packet(IP({ dst: BOB }), ICMP({ type: 9 })), { host: alice, ...o });
    await sr1(packet(IP({ dst: BOB }), ICMP()), { host: alice });
    for (const timeoutMs of [5000, 300, 1]) {
      const before = net.clock.monotonic();
      expect(await silent({ timeoutMs })).toBeUndefined();
      const took = net.clock.monotonic() - before;
      expect(took).toBeGreaterThanOrEqual(timeoutMs - 1);
      expect(took).toBeLessThan(timeoutMs + 2);
    }
  });

  it('to a neighbour that is not there gets no answer', async () => {
    expect(await sr1(packet(IP({ dst: NOBODY }), ICMP()), { host: alice })).toBeUndefined();
  });

  it('ends with the signal, before and while it waits', async () => {
    expect(await sr1(packet(IP({ dst: BOB }), ICMP()), { host: alice, signal: AbortSignal.abort() })).toBeUndefined();
    const stop = new AbortController();
    const before = net.clock.monotonic();
    const waiting = sr1(packet(IP({ dst: BOB }), ICMP({ type: 9 })), { host: alice, signal: stop.signal, timeoutMs: 60_000 });
    await net.clock.sleep(100);
    stop.abort();
    expect(await waiting).toBeUndefined();
    expect(net.clock.monotonic() - before).toBeLessThan(200);
  });

  it('is answered by what the filter lets through, and rejects with what it throws', async () => {
    const question = packet(IP({ dst: BOB }), ICMP({ id: 3 }));
    const seen: Packet[] = [];
    const filter = (p: Packet): boolean => seen.push(p) < 1;
    expect(await sr1(question, { host: alice, filter, timeoutMs: 50 })).toBeUndefined();
    expect(seen.map((p) => p.get(ICMP)?.id)).toEqual([3]);
    const broken = (): boolean => {
      throw new TypeError('not today');
    };
    await expect(sr1(question, { host: alice, filter: broken })).rejects.toThrow('not today');
  });

  it('that cannot be sent is an error', async () => {
    await expect(sr1(packet(IP({ dst: BOB }), UDP(), new Uint8Array(3000)), { host: alice })).rejects.toMatchObject({
      code: 'ERR_TOO_LARGE',
    });
  });
});
