import { expect, it } from 'vitest';
import { seededRandom } from '../../bytes/random.ts';
import { BatchColumns } from '../../capture/batch-columns.ts';
import type { PacketBatch, PacketSource } from '../../capture/batch.ts';
import { keepBatch } from '../../capture/keep-batch.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { defragment } from './defragment.ts';
import { fragment } from './fragment.ts';

const random = seededRandom(3);
const datagram = (id: number, size: number): Packet =>
  packet(Ether(), IP({ src: '192.0.2.1', dst: '192.0.2.2', id }), UDP({ sport: 5, dport: 9 }), random.octets(size));

/** As a reader of captures gives them: each batch in the memory of the one before. Packet `k` came at second `k`. */
function sourceOf(batches: readonly (readonly Packet[])[]): PacketSource<Packet> {
  const columns = new BatchColumns();
  let number = 0;
  return {
    interfaces: [{ name: 'a', linkType: 1 }],
    async *batches(): AsyncGenerator<PacketBatch> {
      for (const packets of batches) {
        columns.data = new Uint8Array(200_000);
        columns.n = packets.length;
        let at = 0;
        for (const [i, { bytes }] of packets.entries()) {
          columns.data.set(bytes, at);
          columns.offset[i] = at;
          columns.captured[i] = columns.wire[i] = bytes.length;
          columns.sec[i] = ++number;
          at += bytes.length;
        }
        yield columns;
      }
    },
  } as unknown as PacketSource<Packet>;
}

const small = datagram(1, 40);
const [one, two, three] = [datagram(2, 4000), datagram(3, 70_000 / 2), datagram(4, 4000)];
const [a, b, c] = fragment(one as Packet, { mtu: 1500 }) as [Packet, Packet, Packet];
/** The last fragment of `one` comes with the next batch; batches are longer than what a made one has room for at first. */
const BATCHES = [
  [small, a, c, small],
  [b, small, ...fragment(two as Packet, { mtu: 1500 })],
  [...fragment(three as Packet, { mtu: 1500 }), small],
];
const EXPECTED = [small, small, one, small, two, three, small].map((p) => p?.bytes);

it('datagrams stand where their last fragment stood, and packets that are kept outlive the memory of their batch', async () => {
  const kept: Packet[] = [];
  for await (const p of defragment(sourceOf(BATCHES)).packets()) kept.push(p);
  expect(kept.map((p) => p.bytes)).toEqual(EXPECTED);
  expect(kept.map((p) => p.meta.madeOf?.length)).toEqual([undefined, undefined, 3, undefined, 24, 3, undefined]);
  expect(kept[2]?.meta).toMatchObject({ madeOf: [2, 3, 5], sec: 5, wireLength: one?.bytes.length });
});

it('a batch that is kept outlives the next one, with what its packets were made of', async () => {
  const batches = [];
  for await (const batch of defragment(sourceOf(BATCHES)).batches()) batches.push(keepBatch(batch));
  const packets = batches.flatMap(({ n, data, offset, captured, sec, madeOf }) =>
    Array.from({ length: n }, (_, i) => {
      const at = offset[i] as number;
      return { bytes: data.slice(at, at + (captured[i] as number)), sec: sec[i], from: madeOf?.(i)?.length };
    }),
  );
  expect(packets.map(({ bytes }) => bytes)).toEqual(EXPECTED);
  expect(packets.map(({ from }) => from)).toEqual([undefined, undefined, 3, undefined, 24, 3, undefined]);
  expect(packets.map(({ sec }) => sec)).toEqual([1, 4, 5, 6, 30, 33, 34]);
});
