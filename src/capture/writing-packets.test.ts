/** Writers take packets as they are: made or dissected, one or many. What is written is read again, by tshark where it is there. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { toHex } from '../bytes/hex.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { dissect, packet } from '../protocols/protocols.ts';
import { UDP } from '../protocols/transport/udp.ts';
import { openCapture, rdpcap, wrpcap } from './node/captures.ts';
import { memorySink } from './octet-sink.ts';
import { PcapWriter } from './pcap/writer.ts';
import { PcapngWriter } from './pcapng/writer.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-written-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const made = packet(Ether({ src: '02:00:00:00:00:01', dst: '02:00:00:00:00:02' }), IP({ dst: '192.0.2.2' }), UDP({ dport: 9 }), 'hello');
made.meta.sec = 1_700_000_000;
made.meta.nsec = 123_456_789;
made.meta.comment = 'made by hand';
made.meta.iface = 'eth7';
made.meta.outgoing = true;
made.meta.wireLength = 1500;
/** Link type 101: begins with its IP header. */
const bare = packet(IP({ dst: '192.0.2.3' }), UDP({ dport: 9 }));
bare.meta.sec = 1_700_000_001;

const read = async (octets: Uint8Array): Promise<{ packets: Packet[]; interfaces: (string | number)[][] }> => {
  const source = await openCapture(octets);
  const packets: Packet[] = [];
  for await (const p of source.packets()) packets.push(p);
  return { packets, interfaces: source.interfaces.map(({ name, linkType }) => [name, linkType]) };
};

describe('a pcapng writer', () => {
  it('keeps time, comment, interface, direction, wire length and link type of each packet', async () => {
    const sink = memorySink();
    const writer = new PcapngWriter(sink);
    await writer.write(made);
    await writer.write([bare, dissect(made.bytes, Ether)]);
    await writer.close();
    expect(writer.written).toBe(3);
    const { packets, interfaces } = await read(sink.octets());
    expect(packets[0]?.meta).toEqual({ ...made.meta, linkType: 1 });
    expect(packets[1]?.meta).toMatchObject({ sec: 1_700_000_001, nsec: 0, linkType: 101 });
    expect(packets.map((p) => toHex(p.bytes))).toEqual([made, bare, made].map((p) => toHex(p.bytes)));
    // A dissected packet that no capture told of is of now.
    expect(packets[2]?.meta.sec).toBeGreaterThan(1_700_000_001);
    expect(interfaces).toEqual([
      ['eth7', 1],
      ['', 101],
      ['', 1],
    ]);
  });

  it('writes what it read: the same packets, from any iterable, twice over', async () => {
    const once = memorySink();
    const first = new PcapngWriter(once);
    await first.write([made, bare]);
    await first.close();
    const again = memorySink();
    const second = new PcapngWriter(again);
    await second.write((await openCapture(once.octets())).packets());
    await second.close();
    const [a, b] = [await read(once.octets()), await read(again.octets())];
    expect(b.packets.map((p) => p.meta)).toEqual(a.packets.map((p) => p.meta));
    expect(b.interfaces).toEqual(a.interfaces);
  });

  it('puts a packet under the interface of its name, where one is described', async () => {
    const sink = memorySink();
    const writer = new PcapngWriter(sink);
    await writer.addInterface({ name: 'eth7', linkType: 1, snaplen: 0 });
    await writer.write(made);
    await writer.write({ octets: made.bytes, sec: 1, nsec: 0, iface: 0 });
    await writer.close();
    const { packets, interfaces } = await read(sink.octets());
    expect(interfaces).toEqual([['eth7', 1]]);
    expect(packets.map((p) => p.meta.sec)).toEqual([1_700_000_000, 1]);
  });
});

describe('a pcap writer', () => {
  it('takes the link type of the first packet', async () => {
    const sink = memorySink();
    const writer = new PcapWriter(sink, { nanoseconds: true });
    await writer.write(bare);
    await writer.close();
    // The link type stands at octet 20 (draft-ietf-opsawg-pcap §4).
    expect(Buffer.from(sink.octets()).readUInt32LE(20)).toBe(101);
    expect((await read(sink.octets())).packets.map((p) => p.meta.sec)).toEqual([1_700_000_001]);
  });

  it('keeps time and wire length', async () => {
    const sink = memorySink();
    const writer = new PcapWriter(sink, { nanoseconds: true });
    await writer.write([made, made]);
    await writer.close();
    const { packets } = await read(sink.octets());
    expect(packets[1]?.meta).toMatchObject({ sec: 1_700_000_000, nsec: 123_456_789, wireLength: 1500, linkType: 1 });
  });

  it('refuses another link type, and says what helps', async () => {
    const writer = new PcapWriter(memorySink());
    await writer.write(made);
    await expect(writer.write(bare)).rejects.toMatchObject({
      code: 'ERR_VALUE',
      details: { expected: 1, had: 101, remedy: expect.stringContaining('pcapng') },
    });
  });

  it.each([
    ['text', 'hello'],
    ['octets alone', made.bytes],
    ['nothing', undefined],
    ['an object', {}],
  ])('refuses %s', async (_what, given) => {
    for (const writer of [new PcapWriter(memorySink()), new PcapngWriter(memorySink())])
      await expect(writer.write(given as never)).rejects.toMatchObject({
        code: 'ERR_VALUE',
        details: { remedy: expect.stringContaining('octets with their time') },
      });
  });
});

describe('wrpcap', () => {
  it('writes mixed link types to pcapng, an interface each, and refuses them for pcap before a file is made', async () => {
    const path = join(scratch, 'mixed.pcapng');
    expect(await wrpcap(path, [made, bare])).toBe(2);
    expect((await rdpcap(path)).map((p) => p.meta.linkType)).toEqual([1, 101]);
    const pcap = join(scratch, 'mixed.pcap');
    await expect(wrpcap(pcap, [made, bare])).rejects.toMatchObject({
      code: 'ERR_VALUE',
      details: { remedy: expect.stringContaining('pcapng') },
    });
    expect(() => readFileSync(pcap)).toThrow(/ENOENT/);
  });
});
