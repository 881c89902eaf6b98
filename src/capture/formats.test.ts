/** Captures of other formats than pcap and pcapng, and pcap's variants: octets by hand, and files that editcap made, as tshark reads them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { all, describeIf, requireProgram } from '../../test/support/require.ts';
import { runCli } from '../../test/support/run-cli.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { openCapture } from './node/captures.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-formats-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const FIXTURES = join(import.meta.dirname, '../../test/fixtures/captures');
const SNOOP = join(FIXTURES, 'seladb+PcapPlusPlus/Tests/ExamplesTest/pcap_examples/solaris.snoop');
const VXLAN = join(FIXTURES, 'the-tcpdump-group+tcpdump/tests/vxlan.pcap');

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(/\s/g, ''), 'hex');
/** Ethernet, IPv4, UDP with two octets, by hand: RFC 791 §3.1, RFC 768. */
const FRAME = hex('020000000002 020000000001 0800 4500001e00010000401100000a0000010a000002 00350036000a0000 abcd');
const le = (...values: number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
const be = (...values: number[]): Buffer => le(...values).swap32();

/** `captured wire time linkType`, a packet. */
async function read(source: string | Uint8Array | AsyncIterable<Uint8Array>) {
  const packets: string[] = [];
  let error: string | undefined;
  let about: unknown;
  try {
    const capture = await openCapture(source, { name: 'x' });
    about = capture.format;
    for await (const b of capture.batches())
      for (let i = 0; i < b.n; i++) {
        expect(b.offset[i]! + b.captured[i]!).toBeLessThanOrEqual(b.data.length);
        const time = `${b.sec[i]}.${String(b.nsec[i]).padStart(9, '0')}`;
        packets.push(`${b.captured[i]} ${b.wire[i]} ${time} ${capture.interfaces[b.iface[i]!]?.linkType}`);
      }
  } catch (e) {
    if (!(e instanceof PacketwrightError) || e.code !== 'ERR_FILE') throw e;
    expect(e.message).not.toContain('\n');
    error = e.message;
  }
  return { format: about, packets, error };
}

async function* pieces(octets: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

/** RFC 1761 §4: what the record holds is filled up to a multiple of four. */
const snoopRecord = (wire: number, drops: number): Buffer =>
  Buffer.concat([be(wire, FRAME.length, 24 + 44, drops, 1_700_000_000, 5), FRAME]);
const snoop = Buffer.concat([Buffer.from('snoop\0\0\0'), be(2, 4), snoopRecord(44, 0), snoopRecord(100, 7)]);

/** An ERF record of a type: header, what is before the packet, the packet. */
function erf(type: number, packet: Buffer, o: { wire?: number; flags?: number; length?: number } = {}): Buffer {
  const { wire = packet.length, flags = 4, length = 16 + packet.length } = o;
  return Buffer.concat([
    le(0x8000_0000, 1_700_000_000),
    Buffer.of(type, flags, length >> 8, length & 255, 0, 0, wire >> 8, wire & 255),
    packet,
  ]);
}
const pad = hex('0000');
const ERF = Buffer.concat([
  erf(2, Buffer.concat([pad, FRAME, pad]), { wire: 44 }), // padded to eight octets
  erf(48, Buffer.alloc(16), { wire: 0 }),
  erf(0x90, Buffer.concat([hex('83'), Buffer.alloc(7), hex('04'), Buffer.alloc(7), pad, FRAME]), { wire: 104, flags: 5 }), // two extension headers
  erf(22, FRAME.subarray(14)),
  erf(1, Buffer.concat([hex('0f000800'), FRAME.subarray(14)])),
  erf(5, Buffer.concat([hex('01020304 ff030021'), FRAME.subarray(14)]), { wire: 34 }),
  erf(3, Buffer.alloc(52), { wire: 53 }), // an ATM cell
]);

/** A Network Monitor 2 file: frames, and behind them the table of where they are. */
function netmon(minor: number, trailer: string, deltas: readonly bigint[], media = 1): Buffer {
  const frames = deltas.map((delta) => {
    const head = Buffer.alloc(16);
    head.writeBigInt64LE(delta, 0);
    head.writeUInt32LE(100, 8);
    head.writeUInt32LE(FRAME.length, 12);
    return Buffer.concat([head, FRAME, hex(trailer)]);
  });
  const size = frames[0]!.length;
  const header = Buffer.alloc(128);
  header.write('GMBU');
  header.set([minor, 2, media, 0], 4);
  // SYSTEMTIME of Tuesday 14 November 2023, 22:13:20.250, which is 1,700,000,000.250.
  for (const [i, value] of [2023, 11, 2, 14, 22, 13, 20, 250].entries()) header.writeUInt16LE(value, 8 + 2 * i);
  header.writeUInt32LE(128 + frames.length * size, 24);
  header.writeUInt32LE(4 * frames.length, 28);
  return Buffer.concat([header, ...frames, le(...frames.map((_, i) => 128 + i * size))]);
}

/** A pcap file of another kind. */
const pcap = (magic: number, minor: number, network: number, record: (i: number) => Buffer, extra: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([le(magic, 2 | (minor << 16), 0, 0, 65_535, network), extra, record(0), record(1)]);
const record = (more: number, frame = FRAME, [first, second] = [frame.length, 100]) =>
  Buffer.concat([le(1_700_000_000, 5, first!, second!), Buffer.alloc(more, 1), frame]);

const BOTH = ['44 100 1700000000.000005000 1', '44 100 1700000000.000005000 1'];
const CASES: readonly (readonly [name: string, octets: Buffer, format: string, packets: readonly string[]])[] = [
  ['snoop (RFC 1761)', snoop, 'snoop', ['44 44 1700000000.000005000 1', BOTH[0]!]],
  [
    'ERF, each link type its own interface',
    ERF,
    'erf',
    ['44 44', '44 104', '30 30', '34 34', '34 34', '68 68'].map(
      (sizes, i) => `${sizes} 1700000000.500000000 ${[1, 1, 228, 104, 50, 197][i]}`,
    ),
  ],
  [
    'Network Monitor 2.0, also before its start',
    netmon(0, '', [1_500_000n, -1_000_000n]),
    'netmon',
    ['44 100 1700000001.750000000 1', '44 100 1699999999.250000000 1'],
  ],
  [
    'Network Monitor 2.1: a media type a frame',
    netmon(1, '09 00', [0n, 1n], 0),
    'netmon',
    ['44 100 1700000000.250000000 101', '44 100 1700000000.250001000 101'],
  ],
  ['Network Monitor 2.2: numbers of pcap', netmon(2, '69 e0 00000000', [0n]), 'netmon', ['44 100 1700000000.250000000 105']],
  // The FILETIME of 1,700,000,000 s and 700 ns.
  ['Network Monitor 2.3: time in UTC', netmon(3, '0100 00000000 07006dc64717da01 00', [0n]), 'netmon', ['44 100 1700000000.000000700 1']],
  ['Network Monitor: its own notes are no packets', netmon(1, 'fcff', [0n, 1n]), 'netmon', []],
  ['pcap of Red Hat 6.1', pcap(0xa1b2c3d4, 4, 1, () => record(8)), 'pcap', BOTH],
  ['pcap of Nokia', pcap(0xa1b2c3d4, 4, 1, () => record(4)), 'pcap', BOTH],
  ['pcap of Kuznetzov', pcap(0xa1b2cd34, 4, 1, () => record(8)), 'pcap', BOTH],
  ['pcap of SuSE 6.3', pcap(0xa1b2cd34, 4, 1, () => record(12)), 'pcap', BOTH],
  ['pcap of Ixia, hardware', pcap(0x1c0001ac, 4, 1, () => record(0), le(120)), 'pcap', BOTH],
  ['pcap of Ixia, software', pcap(0x1c0001ab, 4, 1, () => record(0), le(120)), 'pcap', BOTH],
  [
    'pcap of AIX: nanoseconds, lengths the other way round',
    pcap(0xa1b2c3d4, 2, 6, () => record(0, FRAME, [100, 44])),
    'pcap',
    BOTH.map((line) => line.replace('000005000', '000000005')),
  ],
  [
    'pcap of AIX: FDDI behind three octets',
    pcap(0xa1b2c3d4, 2, 15, () => record(0, FRAME, [100, 44])),
    'pcap',
    ['41 97 1700000000.000000005 10', '41 97 1700000000.000000005 10'],
  ],
];

describe('captures of other formats', () => {
  it.each(CASES)('%s', async (_, octets, format, packets) => {
    expect(await read(octets)).toEqual({ format, packets, error: undefined });
    expect((await read(gzipSync(octets))).packets).toEqual(packets);
  });

  it.each(CASES.filter(([, , format]) => format !== 'pcap'))('%s, in pieces', async (_, octets, format, packets) => {
    expect(await read(pieces(octets, 7))).toEqual({ format, packets, error: undefined });
  });

  it.each(CASES)('%s, cut anywhere, gives what is there and tells', async (_, octets, format, packets) => {
    for (let length = 1; length < octets.length; length += 13) {
      const cut = await read(octets.subarray(0, length));
      expect(cut.packets.length).toBeLessThanOrEqual(packets.length);
      // A single record of ERF, and pcap's variants, need a second record to be known.
      if (format !== 'pcap' && format !== 'erf') expect(cut.packets).toEqual(packets.slice(0, cut.packets.length));
    }
  });

  it.each(CASES)('%s, damaged anywhere, never throws but ERR_FILE', async (_, octets) => {
    for (let at = 0; at < octets.length; at += 11) {
      const damaged = Buffer.from(octets);
      damaged[at] = at % 2 === 0 ? 0xff : 0x7f;
      await read(damaged);
    }
  });

  it('tells where a record ends too early, and what it claims', async () => {
    expect((await read(snoop.subarray(0, 100))).error).toBe(
      'x: cut short at offset 84: record 2 claims 68 octets, only 16 are left'.replace(
        'record 2 claims 68',
        'the header of record 2 needs 24',
      ),
    );
    expect((await read(snoop.subarray(0, 150))).error).toBe('x: cut short at offset 84: record 2 claims 68 octets, only 66 are left');
    const netmon2 = netmon(0, '', [0n, 1n]);
    expect((await read(netmon2.subarray(0, 188))).error).toBe('x: cut short at offset 188: its table has 2 frames, only 1 are there');
    const wrong = Buffer.from(snoop);
    wrong.writeUInt32BE(20, 16 + 8);
    expect((await read(wrong)).error).toBe('x: damaged at offset 16: record 1 of 20 octets claims a packet of 44');
    wrong.writeUInt32BE(9999, 12);
    expect((await read(wrong)).error).toMatch(/^x: snoop datalink type 9999 at offset 12: expected/);
  });

  it('counts what snoop lost, and names the ports of a card', async () => {
    const capture = await openCapture(snoop);
    for await (const _ of capture.batches());
    expect(capture.stats()).toEqual({ received: 2, dropped: 7, frozen: 0 });
    const card = await openCapture(ERF);
    for await (const _ of card.packets());
    expect(card.interfaces.slice(0, 3).map(({ name, linkType }) => [name, linkType])).toEqual([
      ['Port A', 1],
      ['Port B', 1],
      ['Port A', 228],
    ]);
  });

  it('gives their packets, and pkw reads and writes them again', async () => {
    const capture = await openCapture(ERF);
    const found = [];
    for await (const p of capture.packets()) found.push(p.summary().split(' / ')[0]);
    expect(found).toEqual(['Ether', 'Ether', 'IP', expect.any(String), expect.any(String), 'Raw']);
    const path = join(scratch, 'x.snoop');
    writeFileSync(path, snoop);
    expect((await runCli(['dump', '-r', path, '-w', join(scratch, 'x.pcap')])).err).toBe('');
    expect((await read(join(scratch, 'x.pcap'))).packets).toEqual([`44 44 1700000000.000005000 1`, BOTH[0]]);
  });

  it('describes 65,536 media types in linear time', async () => {
    const media = (i: number): Buffer => Buffer.of(i & 255, i >> 8);
    const header = netmon(1, '0100', [0n]).subarray(0, 128);
    header.writeUInt32LE(4 * 0x1_0000, 28);
    header.writeUInt32LE(0x7fff_ffff, 24);
    const frames = Array.from({ length: 0x1_0000 }, (_, i) => Buffer.concat([Buffer.alloc(16), media(i)]));
    const capture = await openCapture(Buffer.concat([header, ...frames]));
    let n = 0;
    for await (const b of capture.batches()) n += b.n;
    expect([n, capture.interfaces.length]).toEqual([0x1_0000 - 3, 0x1_0000 - 3]);
  });

  it('does not take other octets for ERF', async () => {
    // Text, zeros, and a pcap file without its header (seconds, microseconds, lengths).
    for (const octets of [
      Buffer.from('hello, world: a text of some length'),
      Buffer.alloc(200),
      pcap(0xa1b2c3d4, 4, 1, () => record(0)).subarray(24),
    ])
      expect((await read(octets)).error).toMatch(/^x: not a capture: the first four octets are/);
    expect((await read(Buffer.concat([ERF.subarray(0, 64), Buffer.alloc(64)]))).error).toMatch(/not a capture/);
  });
});

describeIf(
  all(requireProgram('tshark'), requireProgram('editcap'), requireProgram('mergecap')),
  'captures of other formats, as tshark reads them',
  () => {
    const fields = ['frame.cap_len', 'frame.len', 'frame.time_epoch'].flatMap((field) => ['-e', field]);
    const withoutLink = async (path: string) => (await read(path)).packets.map((line) => line.split(' ').slice(0, 3).join(' '));

    it('a snoop file of Solaris, what editcap makes of a pcap file, and all by hand', async () => {
      const made = ['netmon2', 'nokiapcap', 'suse6_3pcap'].map((format) => {
        const path = join(scratch, `made.${format}`);
        spawnSync('editcap', ['-F', format, VXLAN, path]);
        return path;
      });
      // Wireshark shows 52 octets of a cell's 53; we give the whole record, as LINKTYPE_ERF has it.
      const byHand = CASES.map(([, octets, format], i) => {
        const path = join(scratch, `by-hand-${i}.cap`);
        writeFileSync(path, format === 'erf' ? octets.subarray(0, -68) : octets);
        return path;
      });
      const isNetmon = (path: string): boolean => readFileSync(path).subarray(0, 4).toString() === 'GMBU';
      const asTshark = (path: string): string[] =>
        spawnSync('tshark', ['-nr', path, '-T', 'fields', ...fields, '-E', 'separator=/s'], { encoding: 'utf8' })
          .stdout.split('\n')
          .slice(0, -1);
      // tshark takes a second to start: Wireshark's mergecap puts all in one file, one behind the other, but for Network Monitor's.
      const merged = [SNOOP, ...made, ...byHand].filter((path) => !isNetmon(path));
      spawnSync('mergecap', ['-a', '-F', 'pcapng', '-w', join(scratch, 'merged.pcapng'), ...merged]);
      const ours = [];
      for (const path of merged) ours.push(...(await withoutLink(path)));
      expect(ours).toHaveLength(250 + 2 * 10 + 2 + 5 + 8 * 2);
      expect(ours).toEqual(asTshark(join(scratch, 'merged.pcapng')));
      for (const path of [...made.filter(isNetmon), byHand[5]!]) expect(await withoutLink(path)).toEqual(asTshark(path));
    });

    it('in pieces of any size', async () => {
      for (let size = 1; size < 40_000; size *= 7) expect((await read(pieces(readFileSync(SNOOP), size))).packets).toHaveLength(250);
    });
  },
);
