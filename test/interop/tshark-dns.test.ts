/** Every column of DNS against tshark: on messages of the corpus' captures, and on crafted records of all types. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fromHex } from '../../src/bytes/hex.ts';
import { packetAt } from '../../src/capture/dissect-batch.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { fieldNames } from '../../src/filter/field-names.ts';
import type { GivenOf } from '../../src/packet/spec/spec.ts';
import { objectOf, type PacketObject } from '../../src/packet/object/packet-object.ts';
import { DNS, type DNSRR } from '../../src/protocols/application/dns/dns.ts';
import { DNSROPT_ALL, RECORDS_OF_ALL_TYPES } from '../fixtures/dns-records.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { dissect, packet, protocols } from '../../src/protocols/protocols.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { FieldLines } from '../../src/text/tshark/field-lines.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';

const fields = [...fieldNames(protocols).keys()].filter((name) => name.startsWith('dns.'));
const lines = new FieldLines(protocols, fields, { separator: '\x01', aggregator: '\x02' });
/** Each packet on its own. */
const preferences = ['dns.desegment_dns_messages', 'tcp.desegment_tcp_streams', 'ip.defragment', 'ipv6.defragment'].flatMap((name) => [
  '-o',
  `${name}:FALSE`,
]);

interface Theirs {
  readonly protocols: string;
  readonly malformed: boolean;
  readonly cells: readonly string[];
}

function tshark(path: string): Theirs[] {
  const wanted = ['frame.protocols', '_ws.malformed', ...fields].flatMap((f) => ['-e', f]);
  const form = ['separator=\x01', 'aggregator=\x02', 'occurrence=a', 'quote=n'].flatMap((x) => ['-E', x]);
  const run = spawnSync('tshark', ['-n', '-r', path, ...preferences, '-T', 'fields', ...form, ...wanted], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' },
  });
  return run.stdout
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const [protocols = '', malformed = '', ...cells] = line.split('\x01');
      return { protocols, malformed: malformed !== '', cells };
    });
}

/** In messages as tshark finds malformed, it gives up in the middle of a record, we at its start or not at all: one list begins the other. */
const begins = (a: string, b: string): boolean => a === '' || a === b || b.startsWith(`${a}\x02`);

/** Fields whose text differs: `field: ours, theirs`. */
function differences(p: PacketObject, theirs: readonly string[], malformed = false): string[] {
  const ours = lines.line(p, {} as never).split('\x01');
  return fields.flatMap((f, k) => {
    const mine = ours[k] ?? '',
      its = theirs[k] ?? '';
    return mine === its || (malformed && (begins(mine, its) || begins(its, mine)))
      ? []
      : [`${f}: ${JSON.stringify(mine)}, tshark ${JSON.stringify(its)}`];
  });
}

// Messages of every kind and origin: EDNS, DNSSEC, TSIG, dynamic updates, SRV and SIP, Windows' domains.
const captures = [
  'zeek+zeek/testing/btest/Traces/dns-edns-ecs.pcap',
  'DNS-OARC+PacketQ/pcap/sample-bigendian.pcap.gz',
  'DNS-OARC+dnscap/src/test/frags.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/fuzz-2006-06-26-2594.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/anyconnect-vpn.pcap',
  'ntop+nDPI/tests/cfgs/default/pcap/KakaoTalk_talk.pcap',
  'OISF+suricata-verify/tests/smb2-07/20171220_smb_psexec_add_user.pcap',
  'rusticata+pcap-parser/assets/wireshark_samples-test.pcapng',
  'chrissanders+packets/http_espn.pcapng',
];

describeIf(all(requireProgram('tshark'), requireShared('corpus')), 'DNS of captures against tshark', () => {
  it.each(captures)(
    '%s',
    async (name) => {
      const path = join(sharedPath('corpus'), name);
      if (!existsSync(path)) return;
      const theirs = tshark(path);
      const source = await openCapture(path);
      const wrong: string[] = [];
      let n = 0,
        messages = 0;
      for await (const batch of source.batches()) {
        for (let i = 0; i < batch.n; i++, n++) {
          const p = objectOf(packetAt(batch, i, source.interfaces));
          const their = theirs[n];
          if (their === undefined || !their.protocols.endsWith(':dns') || !p.has(DNS as never)) continue;
          messages++;
          // A name that cannot be read ends our reading; tshark puts a phrase in its place and goes on.
          if (their.cells.some((c) => c.includes('<Unknown extended label>') || c.includes('<Name contains a pointer'))) continue;
          wrong.push(...differences(p, their.cells, their.malformed).map((d) => `packet ${n + 1}: ${d}`));
        }
      }
      expect(messages).toBeGreaterThan(0);
      expect(wrong).toEqual([]);
    },
    30_000,
  );
});

// Wireshark shows the octets of this name, length octets included.
const KNOWN = 'dns.opt.chain.fqdn: ';

describeIf(requireProgram('tshark'), 'crafted DNS records against tshark', () => {
  const scratch = mkdtempSync(join(tmpdir(), 'pkw-dns-'));
  const path = join(scratch, 'records.pcap');
  const message = (an: unknown, ar: unknown = []): Uint8Array =>
    packet(
      IP({ src: '192.0.2.1', dst: '192.0.2.2' }),
      UDP({ sport: 53, dport: 40_000 }),
      DNS({ qr: 1, qd: [{ qname: 'example.org' }], an: an as GivenOf<typeof DNSRR>[], ar: ar as GivenOf<typeof DNSRR>[] }),
    ).bytes;
  const records = Object.entries(RECORDS_OF_ALL_TYPES);
  const messages = [
    ...records.map(([type, rdata]) => message([{ rrname: 'r.example.org', type, ttl: 60, rdata }])),
    message([], DNSROPT_ALL),
  ];
  // LINKTYPE_IPV4.
  const parts = messages.flatMap((octets, i) => {
    const head = new DataView(new ArrayBuffer(16));
    for (const [k, x] of [i, 0, octets.length, octets.length].entries()) head.setUint32(4 * k, x);
    return [new Uint8Array(head.buffer), octets];
  });
  writeFileSync(path, Buffer.concat([fromHex('a1b2c3d4000200040000000000000000000400000000 00e4'), ...parts]));
  const theirs = tshark(path);
  rmSync(scratch, { recursive: true });

  it.each([...records.map(([type]) => type), 'OPT'].map((type, i) => [type, i] as const))('%s', (_type, i) => {
    const p = objectOf(dissect(messages[i] as Uint8Array, IP as never));
    expect(theirs[i]?.malformed).toBe(false);
    expect(differences(p, theirs[i]?.cells ?? []).filter((d) => !d.startsWith(KNOWN))).toEqual([]);
  });
});
