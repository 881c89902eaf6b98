/** docs/json-of-commands.md: its keys are those of the output. What a command prints is an object of a type, and that has all keys. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ImpairedCounts } from '../../src/tools/impaired-bridge.ts';
import type { InterfaceInfo } from '../../src/capture/batch.ts';
import type { CollectedRecord } from '../../src/flows/reader/collected.ts';
import type { ExplainJson } from '../../src/cli/commands/exchange/explain.ts';
import type { FlowgrepJson } from '../../src/cli/commands/streams/match-lines.ts';
import type { StreamJson, StreamSideJson } from '../../src/cli/commands/streams/stream-report.ts';
import type { LintJson } from '../../src/cli/commands/shell/lint.ts';
import { commands } from '../../src/cli/table.ts';
import type { ArpingReply, ArpingStatistics } from '../../src/exchange/ping/arping.ts';
import type { PingError, PingReply, PingStatistics } from '../../src/exchange/ping/ping-events.ts';
import type { NtpResult } from '../../src/exchange/clients/ntp/ntp.ts';
import type { TftpReport } from '../../src/exchange/clients/tftp/tftp.ts';
import type { NtpSample } from '../../src/exchange/clients/ntp/ntp-sample.ts';
import type { DhcpLease } from '../../src/exchange/clients/dhcp/dhcp-lease.ts';
import type { Dhcp6Lease, Dhcp6Lifetimes } from '../../src/exchange/clients/dhcp6/dhcp6-lease.ts';
import type { SweepResult, SweepStatistics } from '../../src/exchange/ping/sweep.ts';
import type { FirewallEntry, GuardRequest, LinkAbilities, NeighbourEntry, Offloads, RouteAnswer, RouteEntry } from '../../src/host/host.ts';
import type { RightsReport } from '../../src/host/linux/privileges/examine-rights.ts';
import type { RightsFinding } from '../../src/host/linux/privileges/finding.ts';
import type { Learned } from '../../src/packet/object/session.ts';
import type { PacketJson } from '../../src/packet/display/json.ts';
import type { FieldRow } from '../../src/text/tshark/field-list.ts';
import { describeIf, requireAddon } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const captures = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const syslog = join(captures, 'zeek+zeek/testing/btest/Traces/tcp-syslog.pcap');
const comments = join(captures, 'hadrielk+pcapng-test-generator/output_le/basic/test016.pcapng');

/** Keys of each section of the page. */
const page = new Map(
  readFileSync(new URL('../../docs/json-of-commands.md', import.meta.url), 'utf8')
    .split('\n## ')
    .slice(1)
    .map((section) => [
      section.slice(0, section.indexOf('\n')),
      Array.from(section.matchAll(/^\| `([\w.]+)` \|/gm), ([, key]) => key as string),
    ]),
);

/** The keys of an object; of objects in it with a point. `layers` are the packet's own. */
function keysOf(value: object, before = ''): string[] {
  return Object.entries(value).flatMap(([key, of]) => {
    const items: unknown[] = Array.isArray(of) ? of : [of];
    const within = key === 'layers' ? [] : items.filter((item) => typeof item === 'object' && item !== null);
    return within.length === 0 ? [before + key] : [...new Set(within.flatMap((item) => keysOf(item as object, `${before}${key}.`)))];
  });
}

type All<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };
const guard: All<GuardRequest> = { protocol: 'udp', localPort: 1, localAddress: '', remoteAddress: '', remotePort: 1 };
const offloads: All<Offloads> = { rx: true, tx: true, sg: true, tso: true, gso: true, gro: true, lro: true, rxvlan: true, txvlan: true };
const abilities: All<LinkAbilities> = { linkTypes: [1], timestamps: ['host'], ticksPerSecond: 1, offloads };
const rates = { rxPackets: 1, rxOctets: 1, txPackets: 1, txOctets: 1 };
const iface: All<InterfaceInfo> = {
  ...{
    name: '',
    linkType: 1,
    description: '',
    index: 1,
    mac: '',
    mtu: 1,
    addresses: [],
    peer: '',
    up: true,
    running: true,
    loopback: true,
  },
  ...{ pointToPoint: true, broadcast: true, multicast: true, arp: true, snaplen: 1, ticksPerSecond: 1 },
  statistics: { ...rates, rxDropped: 1, txDropped: 1, rxErrors: 1, txErrors: 1 },
};
const route: All<RouteEntry> = {
  ...{ destination: '', iface: '', gateway: '', source: '', metric: 1, table: 1, type: 'unicast', scope: 'link', protocol: 1 },
  nextHops: [{ iface: '', gateway: '', weight: 1 }],
};
const answer: All<RouteAnswer> = { iface: '', source: '', gateway: '', mtu: 1 };
const neighbour: All<NeighbourEntry> = { iface: '', address: '', mac: '', state: 'none' };
const rule: All<FirewallEntry> = {
  ...{ direction: 'in', action: 'drop', iface: '', protocol: 1, family: 4, source: '', destination: '', sourcePort: 1, destinationPort: 1 },
  ...{ tcpFlags: { set: '', clear: '' }, icmpType: 1, icmpCode: 1, handle: '', packets: 1, octets: 1, pid: 1, guard },
};
const finding: All<RightsFinding> = { check: 'node', state: 'ok', text: '', remedy: '', capability: 'CAP_NET_RAW' };
const { node: program, ...rights }: All<NonNullable<RightsReport['process']>> = {
  ...{ uid: 1, capabilities: [], bounding: [], noNewPrivileges: true, inUserNamespace: true, container: 'docker', node: '' },
};
const packet: All<Omit<PacketJson, 'frame'>> & { readonly frame: All<PacketJson['frame']> } = {
  schema: 1,
  frame: { length: 1, time: '', wireLength: 1, iface: '', linkType: 1, comment: '' },
  layers: {},
  octets: '',
  issues: [''],
};
const learned: All<Learned> = { layer: '', table: '', key: '', value: '' };
const field: All<FieldRow> = { name: '', type: '', layer: '', text: '' };
const tftpReport: All<TftpReport> = {
  ...{ server: '', port: 1, octets: 1, blksize: 1, windowsize: 1, tsize: 1, resent: 0, elapsedMs: 1 },
};
const ntpSample: All<NtpSample> = {
  ...{ offsetMs: 1, delayMs: 1, dispersionMs: 1, stratum: 1, leap: 0, reference: '', rootDelayMs: 1, rootDispersionMs: 1, atMs: 1 },
};

const {
  kind: _,
  packet: __,
  ...reply
}: All<PingReply> = {
  ...{ kind: 'reply', seq: 1, from: '', octets: 1, ttl: 1, rttMs: 1, atMs: 1, duplicate: false, truncated: false, badChecksum: false },
  ...{
    wrong: { at: 1, expected: 1, got: 1 },
    route: [''],
    stamps: { list: [{ address: '', time: 1 }], missed: 0 },
    packet: undefined as never,
  },
};
const {
  kind: _k,
  packet: _p,
  ...error
}: All<Omit<PingError, 'reason'>> & { readonly reason: string; readonly message: string } = {
  ...{ kind: 'error', seq: 1, from: '', atMs: 1, type: 1, code: 1, mtu: 1, pointer: 1, gateway: '', packet: undefined as never },
  ...{ reason: '', message: '' },
};
const statistics: All<PingStatistics> = {
  ...{ sent: 1, received: 1, duplicates: 0, corrupted: 0, errors: 0, elapsedMs: 1, pipe: 1 },
  rtt: { min: 1, avg: 1, max: 1, mdev: 0, smoothed: 1 },
};

const host: All<Omit<SweepResult, 'reason'>> & { readonly reason: string; readonly message: string } = {
  ...{ to: '', address: '', alive: true, sent: 1, from: '', rttMs: 1, error: { from: '', type: 1, code: 1 } },
  ...{ reason: '', message: '' },
};
const sweepStatistics: All<SweepStatistics> = { hosts: 1, alive: 1, unreachable: 0, sent: 1, elapsedMs: 1 };

const { packet: _a, ...arpReply }: All<ArpingReply> = {
  ...{ from: '', mac: '', op: 'reply', broadcast: false, rttMs: 1, atMs: 1, packet: undefined as never },
};
const arpStatistics: All<ArpingStatistics> = { sent: 1, broadcasts: 1, received: 1 };
const explanation: All<ExplainJson> = {
  ...{ code: 'late', sentence: '', certainty: 'sure', blames: true, remedy: '', number: 1, layer: '', field: '', times: 1 },
  octets: { start: 0, end: 1 },
};
const flowMatch: All<FlowgrepJson> = {
  ...{ time: 1, packet: 1, protocol: 'tcp', source: '', sourcePort: 1, destination: '', destinationPort: 1, connection: 0, side: 'client' },
  ...{ at: 0, length: 1, cut: true, matches: [{ at: 0, length: 1, text: '' }], text: '' },
};

const streamSide: All<StreamSideJson> = { address: '', port: 1, packets: 1, octets: 1, stream: 1, missing: 1, state: 'CLOSED', file: '' };
const stream: All<StreamJson> = {
  ...{ connection: 0, client: streamSide, server: streamSide, first: 1, last: 1, midstream: true, ended: 'close', by: 'client' },
  ...{ gaps: [{ side: 'client', at: 1, octets: 1, reason: 'lost' }], moreGaps: 1, moreHttp: 1 },
  http: [{ file: '', from: 'server', target: '', host: '', type: '', octets: 1, problem: 'gap' }],
};

const dnsRecord = { name: '', ttl: 1, class: '', type: '', data: '' };
const times: All<Dhcp6Lifetimes> = { preferredSeconds: 1, validSeconds: 1 };
const { options: _4, ...lease }: All<DhcpLease> = {
  ...{ server: '', prefixLength: 1, broadcast: '', routers: [], routes: [{ destination: '', gateway: '' }], nameServers: [], domain: '' },
  ...{ search: [], ntpServers: [], hostname: '', mtu: 1, nextServer: '', bootFile: '', notes: [''], options: [] },
  ...{ address: '', seconds: 1, renewSeconds: 1, rebindSeconds: 1, obtainedAt: 1, serverMac: '' },
};
const { options: _6, ...lease6 }: All<Dhcp6Lease> = {
  ...{ server: '', nameServers: [], search: [], options: [], addresses: [{ address: '', ...times }], prefixes: [{ prefix: '', ...times }] },
  ...{ seconds: 1, renewSeconds: 1, rebindSeconds: 1, obtainedAt: 1 },
};

const flowCounts = { packets: 1, octets: 1, first: '', last: '', tos: 0, tcpFlags: '' };
const impairedCounts: All<ImpairedCounts> = {
  ...{
    received: 1,
    sent: 1,
    failed: 0,
    waiting: 0,
    passed: 1,
    lost: 0,
    crowdedOut: 0,
    tooLarge: 0,
    duplicated: 0,
    reordered: 0,
    corrupted: 0,
  },
};
const collected: All<CollectedRecord> = {
  ...{ kind: 'flow', exporter: '', protocol: 'netflow', version: 9, domain: 1, time: '', template: 256, first: '', last: '', values: {} },
};

const TYPES: Readonly<Record<string, object>> = {
  'pkw read, pkw dump, pkw sniff': { number: 1, ...packet, learned },
  'pkw read --follow-state': { state: { entries: 1, dropped: 0 } },
  'pkw dump -L, pkw dump -J': { iface: '', ...abilities },
  'pkw ifaces, pkw dump -D': iface,
  'pkw ifaces --live': { time: 1, name: '', ...rates },
  'pkw routes': route,
  'pkw routes get': { to: '', ...answer },
  'pkw neigh': neighbour,
  'pkw send, pkw sr, pkw sr1, pkw srloop': { sent: '', received: '', reason: '', message: '' },
  'pkw dns': {
    ...{ time: 1, server: '', port: 53, transport: 'udp', rttMs: 1, attempts: 1, octets: 1, status: '', flags: [''], issues: [''] },
    edns: { version: 0, udpSize: 1232, do: false },
    question: [{ name: '', class: '', type: '' }],
    ...{ answer: [dnsRecord], authority: [dnsRecord], additional: [dnsRecord] },
  },
  'pkw dns: AXFR': dnsRecord,
  'pkw ping': { event: '', ...reply, ...error },
  'pkw ping: at the end': { event: '', to: '', ...statistics },
  'pkw ping of several hosts': { event: '', ...host },
  'pkw ping of several hosts: at the end': { event: '', ...sweepStatistics },
  'pkw arping': { event: '', ...arpReply },
  'pkw arping: at the end': { event: '', to: '', ...arpStatistics },
  'pkw flowgrep': flowMatch,
  'pkw flows, pkw jflow': {
    ...{
      src: '',
      sport: 1,
      dst: '',
      dport: 1,
      icmpType: 1,
      icmpCode: 1,
      protocol: 1,
      vlan: 1,
      macs: { src: '', dst: '' },
      keys: '',
      end: '',
    },
    ...flowCounts,
    back: flowCounts,
  },
  'pkw collect': { ...collected, values: '' },
  'pkw streams': stream,
  'pkw explain': explanation,
  'pkw lint': { file: '', line: 1, column: 1, rule: 'grammar', text: '' } satisfies All<LintJson>,
  'pkw ntp': { ...ntpSample, server: '', address: '', jitterMs: 1, errorMs: 1, asked: 1, samples: [ntpSample] } satisfies All<NtpResult>,
  'pkw tftp': { event: '', file: '', local: '', ...tftpReport },
  'pkw snmp': { oid: '', type: '', value: 1 },
  'pkw firewall': rule,
  'pkw firewall guard': { event: '', ...guard, handles: [], packets: 1, octets: 1 },
  'pkw bridge': { from: '', to: '', ...impairedCounts },
  'pkw dhcp': { event: '', iface: '', layers: {}, ...lease, ...lease6 },
  'pkw doctor': { check: 'process', version: '', node: '', platform: '', complete: true, ...rights, program },
  'pkw doctor: each check': finding,
  'pkw fields': field,
};

/** That every key of every object that a command prints is in that section. */
async function expectTold(section: string, ...words: string[]): Promise<void> {
  const { out, err } = await runCli([...words, '--json']);
  expect([words, err]).toEqual([words, '']);
  const told = page.get(section) ?? [];
  for (const line of out.split('\n').filter((text) => text !== '')) {
    const object = JSON.parse(line) as Record<string, unknown>;
    // An empty object or list says nothing of what would be in it.
    const isTold = (key: string): boolean => told.some((name) => name === key || name.startsWith(`${key}.`));
    expect([words, object['schema'], keysOf(object).filter((key) => !isTold(key))]).toEqual([words, 1, []]);
  }
}

describe('the page about JSON', () => {
  it('has a section for each kind of object, with exactly its keys', () => {
    expect([...page.keys()]).toEqual(Object.keys(TYPES));
    for (const [name, value] of Object.entries(TYPES))
      expect([name, page.get(name)?.toSorted()]).toEqual([name, [...new Set(['schema', ...keysOf(value)])].sort()]);
  });

  it('tells of each command that takes --json, and of no other', async () => {
    const all = await Promise.all(commands.map((entry) => entry.load()));
    const said = new Set(Array.from([...page.keys()].join().matchAll(/pkw ([a-z]+1?)/g), ([, name]) => name));
    expect([...said].sort()).toEqual(all.flatMap(({ name, common }) => (common?.includes('json') ? [name] : [])).sort());
  });

  it('has the keys that packets and fields are printed with', async () => {
    await expectTold('pkw read, pkw dump, pkw sniff', 'read', syslog, '-c', '50');
    await expectTold('pkw read, pkw dump, pkw sniff', 'dump', '-r', comments);
    await expectTold('pkw flowgrep', 'flowgrep', '-q', '-r', syslog, '[a-z]+');
    await expectTold('pkw flows, pkw jflow', 'flows', '-q', '-r', syslog, '-T', 'ether');
    await expectTold('pkw flows, pkw jflow', 'jflow', '-q', '-r', syslog);
    await expectTold('pkw streams', 'streams', '-q', '-r', syslog);
    await expectTold('pkw fields', 'fields', 'tcp.');
  });
});

describeIf(requireAddon(), "the page about JSON of the kernel's tables", () => {
  it('has the keys that they are printed with', async () => {
    await expectTold('pkw ifaces, pkw dump -D', 'ifaces');
    await expectTold('pkw ifaces, pkw dump -D', 'dump', '-D');
    await expectTold('pkw ifaces --live', 'ifaces', '--live', '-c', '1');
    await expectTold('pkw dump -L, pkw dump -J', 'dump', '-L', '-i', 'lo');
    await expectTold('pkw routes', 'routes', '--table', 'all');
    await expectTold('pkw routes get', 'routes', 'get', '127.0.0.1');
    await expectTold('pkw neigh', 'neigh', '--all');
  });
});
