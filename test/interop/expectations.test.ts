/**
 * What nDPI and Suricata expect of captures, where it speaks of fields that we have: each value that they name is in one of our columns. nDPI tells of
 * flows and Suricata of events, which both join segments first; so a value that lies in two segments is none of a packet's.
 */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { columns, openCapture, toHex } from '../../src/index.ts';
import { describeIf, requireShared, sharedPath } from '../support/require.ts';

/** What nDPI writes in brackets, and the columns that have it. */
const NDPI: Readonly<Record<string, readonly string[]>> = {
  'Hostname/SNI': [
    'dns.qry.name',
    'dns.resp.name',
    'http.host',
    'tls.handshake.extensions_server_name',
    'dhcp.option.hostname',
    'nbns.name',
    'stun.att.realm',
  ],
  'User-Agent': ['http.user_agent'],
  StatusCode: ['http.response.code'],
  Server: ['http.server'],
  'Content-Type': ['http.content_type'],
  'Req Content-Type': ['http.content_type'],
  JA3C: ['tls.handshake.ja3', 'dtls.handshake.ja3'],
  JA3S: ['tls.handshake.ja3s', 'dtls.handshake.ja3s'],
  VLAN: ['vlan.id'],
  'DHCP Class Ident': ['dhcp.option.vendor_class_id'],
};

interface Exception {
  readonly capture: RegExp;
  readonly tags: RegExp;
  readonly values?: RegExp;
  readonly why: string;
}

/** Values of nDPI's that we do not find. */
const NOT_IN_NDPI: readonly Exception[] = [
  {
    capture: /fuzz-2006-06-26-2594/,
    tags: /^Host/,
    why: 'names that were damaged on purpose, as far as nDPI reads them; one is in the banner of an FTP server',
  },
  { capture: /fuzz-2006-09-29-28586/, tags: /^Host|Content-Type/, why: 'HTTP that was damaged on purpose; nDPI joins segments' },
  { capture: /whois|mgcp|collectd|capwap/, tags: /^Host/, why: 'of protocols that we do not read, and DHCP inside of CAPWAP' },
  { capture: /sites/, tags: /^User-Agent/, values: /^Chrome/, why: "of a parameter of QUIC that is Google's own" },
  { capture: /anyconnect-vpn/, tags: /^JA3/, values: /^(ee2a80|cee68a)/, why: 'a hello in two segments' },
];

/** Values of Suricata's that we do not find. */
const NOT_IN_SURICATA: readonly Exception[] = [
  { capture: /nfs3-01/, tags: /^rpc\.creds\.uid$/, values: /^1869440256$/, why: 'part of the name before it; tshark reads 0, as we do' },
  {
    capture: /http-connect-fragmented/,
    tags: /^http\.http_method$/,
    values: /^GET$/,
    why: 'what the tunnel of a CONNECT carries is no HTTP to us',
  },
];

const isExcepted = (list: readonly Exception[], capture: string, tag: string, value: string): boolean =>
  list.some((one) => one.capture.test(capture) && one.tags.test(tag) && (one.values?.test(value) ?? true));

/** Suricata's fields, and the columns that have them. */
const SURICATA: Readonly<Record<string, readonly string[]>> = {
  src_ip: ['ip.src'],
  dest_ip: ['ip.dst'],
  src_port: ['udp.srcport', 'tcp.srcport'],
  dest_port: ['udp.dstport', 'tcp.dstport'],
  'ether.src_mac': ['eth.src'],
  'ether.dest_mac': ['eth.dst'],
  'rpc.xid': ['rpc.xid'],
  'rpc.creds.machine_name': ['rpc.auth.machinename'],
  'rpc.creds.uid': ['rpc.auth.uid'],
  'rpc.creds.gid': ['rpc.auth.gid'],
  'nfs.version': ['rpc.programversion'],
  'dcerpc.req.opnum': ['dcerpc.opnum'],
  'http.http_method': ['http.request.method'],
  'http.protocol': ['http.request.version', 'http.response.version'],
  'http.status': ['http.response.code'],
  'pop3.request.command': ['pop.request.command'],
  'pop3.request.args[0]': ['pop.request.parameter'],
  'ike.exchange_type': ['isakmp.exchangetype'],
  'ike.message_id': ['isakmp.messageid'],
  'ike.init_spi': ['isakmp.ispi'],
  'ike.resp_spi': ['isakmp.rspi'],
  'tftp.file': ['tftp.source_file', 'tftp.destination_file'],
  'tftp.mode': ['tftp.type'],
  'sip.method': ['sip.Method'],
  'smtp.helo': ['smtp.req.parameter'],
};

interface Found {
  has(columns: readonly string[], value: string): boolean;
}

/** As both sides compare: without case, a port, parameters of a media type, the root's dot, and the suffix of a NetBIOS name. */
const plain = (value: unknown): string =>
  (value instanceof Uint8Array ? toHex(value) : String(value))
    .toLowerCase()
    .replace(/<[0-9a-f]{2}>.*$/, '')
    .replace(/^([^:\s]+\.[^:\s]+):\d+$|;.*$/, '$1')
    .replace(/(\.|\s|\0)+$/, '');

/** All values of these columns in a capture. */
async function valuesOf(capture: string, names: readonly string[]): Promise<Found> {
  const found = new Map(names.map((name) => [name, new Set<string>()]));
  const source = await openCapture(sharedPath('corpus', capture));
  const plan = columns(names, { interfaces: source.interfaces, occurrence: 'all' });
  const table = plan.output();
  for await (const batch of source.batches()) {
    plan.run(batch, table);
    for (const [name, values] of found) {
      const column = table.column(name);
      for (let i = 0; i < table.rows; i++)
        if (column.present[i] === 1) for (const value of column.values[i] as unknown[]) values.add(plain(value));
    }
  }
  return {
    has(of, value) {
      // nDPI has a question mark for what it does not print.
      const wanted = new RegExp(
        `^${plain(value)
          .replace(/[.*+^$(){}|[\]\\]/g, '\\$&')
          .replaceAll('?', '.')}$`,
        's',
      );
      return of.some((name) => [...(found.get(name) ?? [])].some((one) => wanted.test(one)));
    },
  };
}

const linesOf = (name: string): any[] =>
  readFileSync(sharedPath('corpus/expected', name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const namesOf = (of: Readonly<Record<string, readonly string[]>>): string[] => [...new Set(Object.values(of).flat())];

describeIf(requireShared('corpus/expected'), 'what others expect of captures', () => {
  it("has nDPI's host names, agents, certificates and fingerprints", async () => {
    const missing: string[] = [];
    let compared = 0;
    for (const { capture, output } of linesOf('ndpi.jsonl') as { capture: string; output: string }[]) {
      const found = await valuesOf(capture, namesOf(NDPI));
      for (const [, tag = '', text = ''] of output.matchAll(/\[([A-Za-z][A-Za-z0-9 /_-]*): ([^\]]*)\]/g)) {
        const of = Object.hasOwn(NDPI, tag) ? NDPI[tag] : undefined;
        const value = text.replace(' (WEAK)', '');
        if (of === undefined) continue;
        if (isExcepted(NOT_IN_NDPI, capture, tag, value)) continue;
        compared++;
        if (!found.has(of, value)) missing.push(`${capture}: ${tag} ${value}`);
      }
    }
    expect(missing).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  });

  it("has the values of Suricata's events", async () => {
    const missing: string[] = [];
    let compared = 0;
    for (const { capture, checks } of linesOf('suricata-verify.jsonl') as {
      capture: string;
      checks: { match?: object; count?: number }[];
    }[]) {
      const wanted = checks
        .filter(({ count }) => count !== 0)
        .flatMap(({ match = {} }) => Object.entries(match))
        .flatMap(([key, value]) =>
          key === 'tftp' ? Object.entries(value as object).map(([part, of]) => [`tftp.${part}`, of] as const) : [[key, value] as const],
        )
        .filter(([key]) => Object.hasOwn(SURICATA, key));
      if (wanted.length === 0) continue;
      const found = await valuesOf(capture, namesOf(SURICATA));
      for (const [key, value] of wanted) {
        if (isExcepted(NOT_IN_SURICATA, capture, key, String(value))) continue;
        compared++;
        if (!found.has(SURICATA[key] as readonly string[], String(value))) missing.push(`${capture}: ${key} ${String(value)}`);
      }
    }
    expect(missing).toEqual([]);
    expect(compared).toBeGreaterThan(500);
  });
});
