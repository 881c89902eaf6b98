/** Messages that we write, as tshark reads them, in every version; and messages that others recorded, as both read them. */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { InterfaceInfo } from '../../src/capture/batch.ts';
import { LINKTYPE } from '../../src/capture/link-types.ts';
import { openCapture } from '../../src/capture/node/open-capture.ts';
import { openPcapWriter } from '../../src/capture/node/write-capture.ts';
import type { Flow, FlowCounts } from '../../src/flows/flow.ts';
import { FlowTable } from '../../src/flows/flow-table.ts';
import { FlowMessages } from '../../src/flows/messages/flow-messages.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { inFolder } from '../support/flows/by-tuple.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const fixtures = join(import.meta.dirname, '../fixtures/captures');
/** Of Ethernet. */
const CAPTURES = [
  'zeek+zeek/testing/btest/Traces/tcp-syslog.pcap',
  'OISF+suricata-verify/tests/nfs3-01/input.pcap',
  'OISF+suricata-verify/tests/issue-3277-nfsv2-filestore/nfsv2.pcap',
].map((name) => join(fixtures, name));

function tshark(file: string, fields: readonly string[], ...more: string[]): string[][] {
  const words = ['-n', '-r', file, '-T', 'fields', '-E', 'occurrence=a', ...fields.flatMap((field) => ['-e', field]), ...more];
  const out = execFileSync('tshark', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  return out.split('\n').map((line) => line.split('\t'));
}

/** All occurrences of each field, over all messages. */
const columns = (lines: readonly string[][], fields: readonly string[]): string[][] =>
  fields.map((_, k) => lines.flatMap((line) => (line[k] === undefined || line[k] === '' ? [] : (line[k] as string).split(','))));

const ENDS = [
  'cflow.srcaddr',
  'cflow.dstaddr',
  'cflow.srcport',
  'cflow.dstport',
  'cflow.protocol',
  'cflow.packets',
  'cflow.octets',
  'cflow.tcpflags',
];

const FIELDS_OF_OURS = [...ENDS, 'cflow.timestart', 'cflow.timeend', 'cflow.version', 'cflow.len', '_ws.expert.message', '_ws.malformed'];

const HOUR_MS = 3_600_000;

describeIf(requireProgram('tshark'), 'what we send, tshark', () => {
  it.each([1, 5, 9, 10] as const)('reads as it was meant, version %i', async (version) => {
    await inFolder(async (folder) => {
      const file = join(folder, 'messages.pcap');
      const writer = await openPcapWriter(file, { linkType: 101 });
      const made: Uint8Array[] = [];
      const messages = new FlowMessages({ version, maxOctets: 600 }, (octets) => made.push(octets.slice()));
      const meant: { flow: Flow; counts: FlowCounts }[] = [];
      const table = new FlowTable(
        { activeMs: 100 },
        (flow) => {
          messages.add(flow);
          const copy = flow.copy();
          meant.push({ flow: copy, counts: copy.there });
        },
        [{ linkType: LINKTYPE.ETHERNET } as InterfaceInfo],
      );
      for (const path of CAPTURES) {
        await using capture = await openCapture(path);
        for await (const batch of capture.batches()) table.take(batch);
      }
      table.flush();
      messages.flush();
      const port = version === 10 ? 4739 : 2055;
      for (const octets of made)
        await writer.write(packet(IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: port, dport: port }), octets));
      await writer.close();
      expect(meant.length).toBeGreaterThan(15);

      const flags = (counts: FlowCounts): string =>
        version === 10
          ? `0x${counts.tcpFlags.toString(16).padStart(4, '0')}`
          : `0x${(counts.tcpFlags & 255).toString(16).padStart(2, '0')}`;
      const ours = meant.map(({ flow, counts }) => [
        flow.src,
        flow.dst,
        String(flow.sport),
        String(flow.dport),
        String(flow.protocol),
        String(counts.packets),
        String(counts.octets),
        flags(counts),
      ]);
      const lines = tshark(file, FIELDS_OF_OURS);
      const theirs = columns(lines, FIELDS_OF_OURS);
      const asRead = (name: string): string[] => theirs[FIELDS_OF_OURS.indexOf(name)] as string[];
      expect(ENDS.map(asRead)).toEqual(ENDS.map((_, k) => ours.map((row) => row[k])));

      // Milliseconds since the exporter began, an hour before the first flow.
      if (version < 10) {
        const boot = Math.floor((meant[0]?.flow.firstUs ?? 0) / 1e6) * 1000 - HOUR_MS;
        const since = (us: number): string => ((Math.floor(us / 1000) - boot) / 1000).toFixed(9);
        expect(asRead('cflow.timestart')).toEqual(meant.map(({ counts }) => since(counts.firstUs)));
        expect(asRead('cflow.timeend')).toEqual(meant.map(({ counts }) => since(counts.lastUs)));
      }
      // And it makes no complaint.
      expect([asRead('_ws.expert.message'), asRead('_ws.malformed')]).toEqual([[], []]);
      expect(asRead('cflow.version')).toEqual(made.map(() => String(version)));
      if (version === 10) expect(asRead('cflow.len')).toEqual(made.map(({ length }) => String(length)));
    });
  });
});

const PMACCT = ['corpus', 'pmacct+pmacct', 'tests'];
/** Where these routers send. */
const PORTS = ['-d', 'udp.port==9991,cflow', '-d', 'udp.port==9992,cflow'];
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'cflow.octets': ['octetDeltaCount'],
  'cflow.packets': ['packetDeltaCount'],
  'cflow.srcaddr': ['sourceIPv4Address'],
  'cflow.dstaddr': ['destinationIPv4Address'],
  'cflow.srcaddrv6': ['sourceIPv6Address'],
  'cflow.dstaddrv6': ['destinationIPv6Address'],
  'cflow.srcport': ['sourceTransportPort'],
  'cflow.dstport': ['destinationTransportPort'],
  'cflow.protocol': ['protocolIdentifier'],
};

describeIf(all(requireShared(...PMACCT), requireProgram('tshark')), 'what routers sent, pkw collect', () => {
  const names = readdirSync(sharedPath(...PMACCT)).filter((name) => /NFv9|IPFIX/.test(name));
  const files = names.flatMap((name) =>
    readdirSync(sharedPath(...PMACCT, name))
      .filter((file) => file.endsWith('.pcap'))
      .map((file) => join(name, file)),
  );
  it.each(files)('reads as tshark: %s', async (name) => {
    const file = join(sharedPath(...PMACCT), name);
    const { out } = await runCli(['collect', '-r', file]);
    const records = out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { values: Record<string, unknown> }]));
    const ours = Object.values(FIELDS).map((elements) =>
      // A template may have an element twice.
      records.flatMap(({ values }) =>
        elements
          .flatMap((element) => [element, `${element}_2`])
          .filter((element) => element in values)
          .map((element) => String(values[element])),
      ),
    );
    const fields = Object.keys(FIELDS);
    expect(ours[0]?.length).toBeGreaterThan(2);
    expect(ours).toEqual(columns(tshark(file, fields, ...PORTS, '-Y', 'cflow'), fields));
  });
});

const SFLOW = 'seladb+PcapPlusPlus/Tests/ExamplesTest/pcap_examples/tcp-reassembly.pcap';

describeIf(all(requireShared('corpus', SFLOW), requireProgram('tshark')), 'sFlow of a switch', () => {
  it('is read as tshark reads it', async () => {
    const file = sharedPath('corpus', SFLOW);
    const { out, err } = await runCli(['collect', '-r', file]);
    const records = out.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as any]));
    const fields = ['sflow.flow_sample.sampling_rate', 'sflow_245.header.frame_length', 'sflow_245.header.payload_stripped'];
    const theirs = columns(tshark(file, fields, '-Y', 'sflow'), fields);
    expect(theirs[0]?.length).toBeGreaterThan(5);
    expect(records.map(({ kind, protocol, version }) => [kind, protocol, version])).toEqual(theirs[0]?.map(() => ['sample', 'sflow', 5]));
    expect(records.map(({ values }) => String(values.sampling_rate))).toEqual(theirs[0]);
    expect(records.map(({ values }) => String(values.SFlowRawHeader.frame_length))).toEqual(theirs[1]);
    expect(records.map(({ values }) => String(values.SFlowRawHeader.stripped))).toEqual(theirs[2]);
    // The ends of each sampled packet; the first addresses are those of the datagram itself.
    const ip = tshark(file, ['ip.src', 'ip.dst'], '-Y', 'sflow');
    const [src = [], dst = []] = columns(ip, ['', '']);
    expect(records.map(({ values }) => [values.IP.src, values.IP.dst])).toEqual(src.slice(1).map((one, i) => [one, dst[i + 1]]));
    expect(err).toMatch(/^1 messages, 8 records/);
  });
});
