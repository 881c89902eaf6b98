/** Hex dumps: what other programs print comes back, and text2pcap reads the same of them. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { describeIf, requireProgram, requireScapy, SYSTEM_PYTHON } from '../../../test/support/require.ts';
import { runCli } from '../../../test/support/run-cli.ts';
import { hexdump, toHex } from '../../bytes/hex.ts';
import { FLAG_NO_TIME } from '../batch.ts';
import { openCapture, rdpcap } from '../node/captures.ts';
import { readHexdump } from './read-hexdump.ts';
import type { HexdumpOptions } from './walker.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-hexdump-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const VXLAN = join(import.meta.dirname, '../../../test/fixtures/captures/the-tcpdump-group+tcpdump/tests/vxlan.pcap');

async function read(source: Parameters<typeof readHexdump>[0], o?: HexdumpOptions): Promise<string[]> {
  const packets: string[] = [];
  for await (const b of (await readHexdump(source, o)).batches())
    for (let i = 0; i < b.n; i++) packets.push(toHex(b.data.subarray(b.offset[i], b.offset[i]! + b.captured[i]!)));
  return packets;
}

const run = (program: string, args: string[], input?: string): string =>
  spawnSync(program, args, { encoding: 'utf8', ...(input !== undefined && { input }) }).stdout;

/** What text2pcap(1) says of dumps, and what its output is for them. The last column is where we mean to read more. */
type Dump = readonly [what: string, text: string, packets: readonly string[], ours?: 'more than text2pcap'];
const DUMPS: readonly Dump[] = [
  ['two packets', '0000  45 00 1e\n0003  01\n\n0000  aa BB\n', ['45001e01', 'aabb']],
  ['no line end at the end, and CR LF', '0000 45 00\r\n0002 11', ['450011']],
  ['a text behind the octets', '0000 45 00 00 1e  E...\n0004 ab text of cd\n', ['4500001eab']],
  ['a text that looks like octets, and the next offset', '0000 45 00 11 22 33 44\n0002 55 66\n', ['45005566']],
  ['lines of text between', 'a packet:\n0000 45 00\n not 00 11\n\n0002 11\nend', ['450011']],
  ['quoted in a mail, tabs', '> 0000\t45\t00\n>0002\t11\n', ['450011']],
  ['lines without an offset, and with one of two digits', '45 00 11\n00 45 00\n', []],
  ['the end of od', '000000 45 00\n000002\n', ['4500']],
  ['a colon, long offsets', '00000000: 45 00\n00000002: 11\n', ['450011']],
  ['digits that are no octets', '0000 45 00 x 11\n0000 1 22 33\n0000 100 11\n', ['4500']],
  ['an offset that does not fit ends the packet', '0000 45 00\n0004 11 22\n0006 33\n0000 77\n', ['4500', '77']],
  ['a text that is that of the octets', '0000  41 42  AB\n', ['4142'], 'more than text2pcap'],
  [
    'the same between bars, and with blanks',
    '0000  41 20  |A |\n0000  20 41   A\n0000  41 20  A\n',
    ['4120', '2041', '4120'],
    'more than text2pcap',
  ],
  ['groups of octets', '\t0x0000:  4500 001e 0001  E.....\n\t0x0006:  40\n', ['4500001e000140'], 'more than text2pcap'],
  ['after a text of four digits', '0000  45 00 beef\n0002  11\n', ['450011']],
];

describe('a hex dump', () => {
  it.each(DUMPS.map(([what, text, packets]) => ({ what, text, packets })))('$what', async ({ text, packets }) => {
    expect(await read(text)).toEqual(packets);
    async function* bits(): AsyncGenerator<Uint8Array> {
      for (const octet of Buffer.from(text)) yield Uint8Array.of(octet);
    }
    expect(await read(bits())).toEqual(packets);
  });

  it('of hexdump() and pkw read -x comes back, whatever the octets are', async () => {
    const every = Array.from({ length: 256 }, (_, i) => [Uint8Array.of(i), Uint8Array.of(65, i), Uint8Array.of(i, 66, 65)]).flat();
    expect(await read(every.map((octets) => `${hexdump(octets)}\n`).join('\n'))).toEqual(every.map((octets) => toHex(octets)));
    const packets = await rdpcap(VXLAN);
    const text = packets.map((p, i) => `${i + 100} 0.000000 ${p.summary()}\n${hexdump(p.bytes)}\n`).join('\n');
    expect(await read(text)).toEqual(packets.map((p) => toHex(p.bytes)));
  });

  it('gives packets without a time, of the link type that is asked for', async () => {
    const capture = await readHexdump('0000 45 00 00 14 00 00 00 00 40 01 00 00 0a 00 00 01 0a 00 00 02', { linkType: 101 });
    expect(capture).toMatchObject({ format: 'hexdump', interfaces: [{ linkType: 101 }] });
    for await (const p of capture.packets()) expect([p.summary(), p.meta.sec]).toEqual(['10.0.0.1 > 10.0.0.2 icmp', undefined]);
    for await (const b of (await readHexdump('0000 45')).batches()) expect(b.flags[0]).toBe(FLAG_NO_TIME);
    expect((await openCapture(Buffer.from('0000 45'), { hexdump: true })).format).toBe('hexdump');
    await expect(openCapture(Buffer.from('0000 45'))).rejects.toThrow(/not a capture/);
  });

  it('is read by pkw when asked for', async () => {
    writeFileSync(join(scratch, 'x.txt'), '0000 45 00 00 14 00 00 00 00 40 01 00 00 0a 00 00 01\n0010 0a 00 00 02\n0077 11\n');
    const asked = await runCli(['read', '--from-hexdump', '--link-type', 'raw', join(scratch, 'x.txt'), '-T', 'fields', '-e', 'ip.dst']);
    expect(asked).toEqual({
      status: 0,
      out: '10.0.0.2\n',
      err: 'pkw read: line 3: offset 0077 where 0014 was expected; the packet ends there\n',
    });
    expect((await runCli(['read', '--offsets', 'oct', join(scratch, 'x.txt')])).err).toMatch(/--offsets needs --from-hexdump/);
    expect((await runCli(['read', '--from-hexdump', '--link-type', 'nonsense', join(scratch, 'x.txt')])).err).toMatch(
      /'nonsense' is no link type/,
    );
    const printed = await runCli(['read', VXLAN, '-x']);
    const again = await runCli(['read', '--from-hexdump', '-', '-x'], { stdin: Buffer.from(printed.out) });
    expect(await read(again.out)).toEqual((await rdpcap(VXLAN)).map((p) => toHex(p.bytes)));
  });

  it('tells where a line does not go on', async () => {
    const told: string[] = [];
    await read('0000 45 00\n\n0004 11 22\n', { onIgnored: (line, why) => told.push(`${line}: ${why}`) });
    expect(told).toEqual(['3: offset 0004 where 0002 was expected; the packet ends there']);
  });

  it('has offsets in octal or decimal', async () => {
    expect(await read('000 00 11 22 33 44 55 66 77\n010 88\n', { offsets: 'oct' })).toEqual(['001122334455667788']);
    expect(await read('000 00 11 22 33 44 55 66 77 88 99\n010 aa\n', { offsets: 'dec' })).toEqual(['00112233445566778899aa']);
  });

  it('is read in linear time, whatever its lines hold', async () => {
    // Each pair of blanks asks whether the octets' text begins there. Compared each time, this would take minutes.
    const pairs = '00  '.repeat(60_000);
    const start = process.cpuUsage();
    for (const line of [pairs, `${pairs}${' '.repeat(500_000)}|`, '20  '.repeat(60_000)]) await read(`0000 ${line}`);
    expect(process.cpuUsage(start).user).toBeLessThan(5e6);
  });

  it('of many packets comes in batches; one of too many octets, and an endless line, are damage', async () => {
    const text = Array.from({ length: 20_000 }, () => '0000 45 00\n').join('');
    expect(await read(text)).toHaveLength(20_000);
    const line = (at: number): string => `${at.toString(16).padStart(6, '0')} ${'00 '.repeat(4096)}\n`;
    const large = Array.from({ length: 65 }, (_, i) => line(i * 4096)).join('');
    expect(await read(large.slice(0, large.lastIndexOf('\n', large.length - 2) + 1))).toHaveLength(1);
    await expect(read(large)).rejects.toThrow(/the packet of line 65 has more than 262144 octets/);
    await expect(read(Buffer.alloc(2 ** 21, 0x20))).rejects.toThrow(/damaged at offset 0: line 1 has more than/);
  });
});

/** A pcap file's packets, by a dozen lines that are not ours: text2pcap wrote it. */
function packetsOf(path: string): string[] {
  const b = readFileSync(path);
  const packets: string[] = [];
  for (let at = 24; at < b.length; at += 16 + b.readUInt32LE(at + 8))
    packets.push(toHex(b.subarray(at + 16, at + 16 + b.readUInt32LE(at + 8))));
  return packets;
}

describeIf(requireProgram('text2pcap'), 'a hex dump, as text2pcap reads it', () => {
  it('has the same packets', () => {
    // One by one: after a line that does not fit, text2pcap 4.0 refuses right ones as well.
    for (const [what, text, packets] of DUMPS.filter(([, , , ours]) => ours === undefined)) {
      writeFileSync(join(scratch, 'dump.txt'), text);
      spawnSync('text2pcap', ['-q', '-F', 'pcap', join(scratch, 'dump.txt'), join(scratch, 'dump.pcap')]);
      expect([what, packetsOf(join(scratch, 'dump.pcap'))]).toEqual([what, packets]);
    }
  });
});

describeIf(requireProgram('tshark'), 'a hex dump of tshark, tcpdump, xxd, od and hexdump', () => {
  it('comes back', async () => {
    const packets = (await rdpcap(VXLAN)).map((p) => toHex(p.bytes));
    expect(await read(run('tshark', ['-nr', VXLAN, '-x']))).toEqual(packets);
    const one = join(scratch, 'one');
    writeFileSync(one, Buffer.from(packets[0]!, 'hex'));
    for (const [program, ...args] of [
      ['od', '-Ax', '-tx1', '-v'],
      ['od', '-Ax', '-tx1z', '-v'],
      ['xxd'],
      ['xxd', '-g1'],
      ['hexdump', '-C'],
    ] as const) {
      const text = run(program, [...args, one]);
      if (text !== null && text !== '') expect([program, await read(text)]).toEqual([program, [packets[0]]]);
    }
    const tcpdump = run('tcpdump', ['-nr', VXLAN, '-XX']);
    if (tcpdump !== null && tcpdump !== '') expect(await read(tcpdump)).toEqual(packets);
  });
});

describeIf(requireScapy(), 'a hex dump of scapy', () => {
  it('comes back, and scapy reads ours', async () => {
    const octets = Uint8Array.from({ length: 37 }, (_, i) => i * 7);
    const program = [
      'import sys',
      'from scapy.utils import hexdump, import_hexcap',
      `print(hexdump(bytes.fromhex('${toHex(octets)}'), dump=True))`,
      'print("=")',
      'print(import_hexcap(sys.stdin.read()).hex())',
    ].join('\n');
    const [theirs, back] = run(SYSTEM_PYTHON, ['-c', program], hexdump(octets)).split('=\n');
    expect(await read(theirs!)).toEqual([toHex(octets)]);
    expect(back?.trim()).toBe(toHex(octets));
  });
});
