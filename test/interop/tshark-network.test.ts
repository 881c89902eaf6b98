/** Packets that we built, read by tshark: it finds every checksum right, and the values that went in. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { fromHex } from '../../src/bytes/hex.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { objectOf } from '../../src/packet/object/packet-object.ts';
import { fieldNames } from '../../src/filter/field-names.ts';
import { ICMPExtension } from '../../src/protocols/network/icmp/icmp-extension.ts';
import { ICMP } from '../../src/protocols/network/icmp/icmp.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../src/protocols/network/ipv6/ipv6.ts';
import { ICMPv6MLQuery2, ICMPv6MLReport2 } from '../../src/protocols/network/icmpv6/multicast-listener.ts';
import { ICMPv6ND_RA } from '../../src/protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6ExtHdrHopByHop } from '../../src/protocols/network/ipv6/ipv6-extensions.ts';
import { IPv6ExtHdrRoutingRPL, IPv6ExtHdrSegmentRouting } from '../../src/protocols/network/ipv6/ipv6-routing.ts';
import { IPerror, UDPerror } from '../../src/protocols/network/quoted.ts';
import { dissect, packet, protocols } from '../../src/protocols/protocols.ts';
import { TCP } from '../../src/protocols/transport/tcp/tcp.ts';
import { UDP, UDPLite } from '../../src/protocols/transport/udp.ts';
import { FieldLines } from '../../src/text/tshark/field-lines.ts';
import type { FrameRow } from '../../src/text/tshark/frame-fields.ts';
import { namedValue } from '../support/named-value.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { networkCases } from './scapy-cases/network/network.ts';

const scratch = mkdtempSync(join(tmpdir(), 'pkw-tshark-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** A pcap file of raw IP packets (link type 101). */
function capture(packets: readonly Uint8Array[]): string {
  const word = (...n: number[]): Buffer => Buffer.from(Uint32Array.from(n).buffer);
  const parts = packets.flatMap((p) => [word(0, 0, p.length, p.length), p]);
  const path = join(scratch, `${packets.length}.pcap`);
  writeFileSync(path, Buffer.concat([word(0xa1b2c3d4, 0x0004_0002, 0, 0, 262_144, 101), ...parts]));
  return path;
}

/** One row of values a packet, each list joined by commas. */
function tshark(packets: readonly Uint8Array[], fields: readonly string[]): string[][] {
  const checks = ['ip', 'tcp', 'udp', 'udplite'].flatMap((p) =>
    p === 'udplite' ? ['-o', 'udplite.check_checksum:TRUE'] : ['-o', `${p}.check_checksum:TRUE`],
  );
  const run = spawnSync(
    'tshark',
    ['-r', capture(packets), '-n', ...checks, '-T', 'fields', '-E', 'separator=;', ...fields.flatMap((f) => ['-e', f])],
    { encoding: 'utf8' },
  );
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout
    .split('\n')
    .slice(0, packets.length)
    .map((line) => line.split(';'));
}

const I = () => IP({ src: '192.0.2.1', dst: '192.0.2.2' });

describeIf(requireProgram('tshark'), 'against tshark', () => {
  it('checksums are right', () => {
    const raw = networkCases
      .map(([title, ours]) => ({ title, p: packet(...(ours() as never[])) as unknown as Packet }))
      // Not those whose sums or lengths are wrong on purpose, and no first fragments, whose sums are of the whole.
      .filter(
        ({ title, p }) => ['IP', 'IPv6'].includes(p.layers()[0]?.layerName ?? '') && !/chksum=|len=\d|IPv6ExtHdrFragment/.test(title),
      );
    raw.push({
      title: 'RPL source route',
      p: packet(
        IPv6({ src: '2001:db8::1', dst: '2001:db8::2' }),
        IPv6ExtHdrRoutingRPL({ segleft: 1, cmpri: 15, cmpre: 15, pad: 7, addresses: fromHex('0300000000000000') }),
        UDP(),
      ) as unknown as Packet,
    });
    raw.push({ title: 'UDP-Lite', p: packet(I(), UDPLite({ coverage: 10 }), 'abcdef') as unknown as Packet });
    const fields = ['ip.checksum.status', 'udp.checksum.status', 'tcp.checksum.status', 'icmp.checksum.status', 'icmpv6.checksum.status'];
    const rows = tshark(
      raw.map(({ p }) => p.bytes),
      fields,
    );
    const bad = raw.flatMap(({ title }, i) => fields.flatMap((f, k) => (rows[i]?.[k]?.split(',')[0] === '0' ? [`${title}: ${f}`] : [])));
    expect(raw.length).toBeGreaterThan(60);
    expect(rows.flat().filter((x) => x.startsWith('1')).length).toBeGreaterThan(80);
    expect(bad).toEqual([]);
  });

  it('extensions of ICMP errors are found (RFC 4884)', () => {
    // 128 octets of quote, then an MPLS label stack of two (RFC 4950).
    const quote = [
      IPerror({ src: '192.0.2.1', dst: '192.0.2.2', len: 128 }),
      UDPerror({ sport: 1, dport: 2, len: 108 }),
      new Uint8Array(100),
    ];
    const extension = packet(ICMPExtension({ objects: [{ classnum: 1, classtype: 1, data: fromHex('000640ff00007101') }] })).bytes;
    const p = dissect(packet(I(), ICMP({ type: 11, length: 32 }), ...quote, extension).bytes, IP);
    const names = [
      'icmp.ext.version',
      'icmp.ext.checksum',
      'icmp.ext.length',
      'icmp.ext.class',
      'icmp.ext.ctype',
      'icmp.mpls.label',
      'icmp.mpls.exp',
      'icmp.mpls.ttl',
    ];
    const ours = names.map((name) => {
      const value = namedValue(p, ICMP, name);
      return name === 'icmp.ext.checksum' ? `0x${Number(value).toString(16).padStart(4, '0')}` : [value].flat().join(',');
    });
    const [row] = tshark([p.bytes], [...names, 'icmp.ext.checksum.status']);
    expect(row).toEqual([...ours, '1']);
    expect(ours.slice(5)).toEqual(['100,7', '0,0', '255,1']);
  });

  it('fields inside fields have the same values and the same text', () => {
    const six = () => IPv6({ src: 'fe80::1', dst: 'ff02::1', hlim: 255 });
    const packets = [
      packet(I(), ICMP({ type: 9, naddr: 2, routers: [{ address: '192.0.2.7', preference: -1 }, { address: '192.0.2.8' }] })),
      packet(IP({ src: '192.0.2.1', dst: '192.0.2.2', options: ['NOP', ['RouterAlert', 7], ['SID', 5]] }), UDP()),
      packet(I(), TCP({ options: [['MSS', 1460], 'NOP', ['WScale', 7], 'SAckOK', ['SAck', [1, 2, 3, 4]], ['Timestamp', [8, 9]]] })),
      packet(six(), ICMPv6MLQuery2({ mladdr: 'ff05::3', sources: ['2001:db8::1', '2001:db8::2'] })),
      packet(
        six(),
        ICMPv6MLReport2({
          records: [
            { dst: 'ff05::3', sources: ['2001:db8::1'] },
            { rtype: 3, dst: 'ff05::4', auxdata: fromHex('01020304') },
          ],
        }),
      ),
      packet(
        six(),
        ICMPv6ND_RA({
          options: [
            ['SrcLLAddr', '02:00:00:00:00:01'],
            ['PrefixInfo', { prefix: '2001:db8::', validlifetime: 600 }],
            ['MTU', { mtu: 1400 }],
            ['AdvInterval', { advint: 30 }],
            ['HAInfo', { pref: 3, lifetime: 4 }],
            ['RouteInfo', { plen: 64, prf: 1, rtlifetime: 60, prefix: '2001:db8:1::' }],
            ['RDNSS', { lifetime: 61, dns: ['2001:db8::53', '2001:db8::54'] }],
            ['DNSSL', { lifetime: 62, searchlist: ['example.org.'] }],
          ],
        }),
      ),
      packet(
        six(),
        IPv6ExtHdrHopByHop({ options: [['RouterAlert', 0]] }),
        IPv6ExtHdrSegmentRouting({ addresses: ['2001:db8::1', '2001:db8::2'] }),
        UDP(),
      ),
    ].map((p) => p.bytes);
    // JA4 came with Wireshark 4.2.
    const fields = [...fieldNames(protocols)].flatMap(([name, sources]) =>
      sources.some((s) => 'within' in s) && !/^dns\.|\.ja4$/.test(name) ? [name] : [],
    );
    const want = tshark(packets, fields);
    const lines = new FieldLines(protocols, fields, { separator: ';' });
    const row = { number: 1, linkType: 101, numbered: false } as FrameRow;
    const got = packets.map((b) => lines.line(objectOf(dissect(b, (b[0] as number) >> 4 === 6 ? IPv6 : IP)), row).split(';'));
    const named = (rows: string[][]) => rows.map((r) => Object.fromEntries(fields.flatMap((f, k) => (r[k] === '' ? [] : [[f, r[k]]]))));
    expect(named(got)).toEqual(named(want));
    expect(got.flat().filter((x) => x !== '').length).toBeGreaterThan(35);
  });
});
