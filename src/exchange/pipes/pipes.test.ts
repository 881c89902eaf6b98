import { expect, it } from 'vitest';
import { lab } from '../../lab/lab.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { range } from '../../packet/templates/sets.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { send } from '../send.ts';
import { sniff } from '../sniffing/sniff.ts';
import { filterStream, mapStream, packetStream, sendStream, sinkStream } from './pipes.ts';

const pings = packet(IP({ src: '192.0.2.10', dst: '192.0.2.20' }), ICMP({ id: 1, seq: range(1, 9) }));
const seqOf = (p: Packet): number => p.get(ICMP)?.seq as number;

it('packets go from a source through filters and functions into a sink', async () => {
  const seen: number[] = [];
  let closed = 0;
  await packetStream(pings)
    .pipeThrough(filterStream((p) => seqOf(p) % 2 === 1))
    .pipeThrough(mapStream((p) => (seqOf(p) === 5 ? [p, p] : seqOf(p) === 7 ? undefined : Promise.resolve(p))))
    .pipeTo(sinkStream({ write: (p) => seen.push(seqOf(p)), close: () => closed++ }));
  expect([seen, closed]).toEqual([[1, 3, 5, 5, 9], 1]);
});

it('nothing runs ahead of who reads', async () => {
  let made = 0;
  function* many(): Generator<Packet> {
    for (const p of pings) {
      made++;
      yield p;
    }
  }
  const reader = packetStream(many()).getReader();
  expect(made).toBe(0);
  await reader.read();
  await reader.read();
  expect(made).toBe(2);
  await reader.cancel();
});

it('canceling stops what is listened to; an error at one end ends the other', async () => {
  const net = lab({ hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } } });
  const host = net.host('bob');
  const sniffer = sniff({ host, iface: 'eth0' });
  await sniffer.ready;
  await send(pings, { host: net.host('alice') });
  const wrong = packetStream(sniffer)
    .pipeThrough(filterStream((p) => p.has(ICMP)))
    .pipeTo(
      sinkStream((p) => {
        if (seqOf(p) === 4) throw new Error('full');
      }),
    );
  await expect(wrong).rejects.toThrow('full');
  await sniffer.stop();
  const again = sniff({ host, iface: 'eth0' });
  const reader = packetStream(again).getReader();
  const waiting = reader.read();
  await again.ready;
  await reader.cancel();
  expect((await waiting).done).toBe(true);
  await net.close();
});

it('packets that are written are sent', async () => {
  const net = lab({ hosts: { alice: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } } });
  const host = net.host('alice');
  const got = sniff({ host: net.host('bob'), iface: 'eth0', count: 10, accept: (p) => p.get(ICMP)?.type === 8 });
  await got.ready;
  await packetStream(pings).pipeTo(sendStream({ host, level: 3 }));
  const framed = packet(Ether(), IP({ src: '192.0.2.10', dst: '192.0.2.20' }), ICMP({ id: 1, seq: 10 }));
  await packetStream([framed as Packet]).pipeTo(sendStream({ host }));
  expect((await got.all()).map(seqOf)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  await net.close();
});
