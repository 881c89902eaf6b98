/** Exporters' messages that others recorded, beside what tshark reads in them. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { FlowReader } from '../../src/flows/reader/flow-reader.ts';
import { IP } from '../../src/protocols/network/ipv4/ipv4.ts';
import { UDP } from '../../src/protocols/transport/udp.ts';
import { packet } from '../../src/protocols/protocols.ts';
import { openPcapWriter } from '../../src/capture/node/write-capture.ts';
import { all, describeIf, requireProgram, requireShared, sharedPath } from '../support/require.ts';

const FOLDER = ['corpus', 'logstash-plugins+logstash-codec-netflow'];

/** Templates first: an exporter's data stands in a file of its own. */
const order = (a: string, b: string): number =>
  Number(/data/.test(a) && !/tpl/.test(a)) - Number(/data/.test(b) && !/tpl/.test(b)) || (a < b ? -1 : 1);

/** The messages of one test of theirs have one exporter: `netflow9_test_cisco_asa_2`. */
const exporterOf = (name: string): string => name.replace(/_(tpl|data|opttpl|tpldata|master)[^_]*.*$/, '').replace(/\.dat$/, '');

/** What both read, and which elements tshark shows under that name. */
const FIELDS: readonly (readonly [string, readonly string[]])[] = [
  ['cflow.octets', ['octetDeltaCount']],
  ['cflow.packets', ['packetDeltaCount']],
  ['cflow.srcaddr', ['sourceIPv4Address']],
  ['cflow.dstaddr', ['destinationIPv4Address']],
  ['cflow.protocol', ['protocolIdentifier']],
];
const valuesOf = (values: Readonly<Record<string, unknown>>, elements: readonly string[]): string[] =>
  elements.filter((name) => name in values).map((name) => String(values[name]));

/** Its count says 55,582 records, and it has 1,464 octets: to us that is no message; tshark reads on into what is none. */
const INVALID = 'netflow5_test_invalid01.dat';

describeIf(all(requireShared(...FOLDER), requireProgram('tshark')), 'exporters of the corpus', () => {
  it('say what tshark reads', async () => {
    const folder = sharedPath(...FOLDER);
    const names = readdirSync(folder)
      .filter((name) => name.endsWith('.dat'))
      .sort(order);
    const addresses = new Map<string, string>();
    for (const name of names) if (!addresses.has(exporterOf(name))) addresses.set(exporterOf(name), `192.0.2.${addresses.size + 1}`);
    const made = mkdtempSync(join(tmpdir(), 'pkw-dat-'));
    try {
      const file = join(made, 'all.pcap');
      const writer = await openPcapWriter(file, { linkType: 101 });
      const reader = new FlowReader();
      const ours: string[] = [];
      for (const name of names) {
        const octets = readFileSync(join(folder, name));
        const exporter = addresses.get(exporterOf(name)) as string;
        await writer.write(packet(IP({ src: exporter, dst: '192.0.2.254' }), UDP({ sport: 2055, dport: 2055 }), new Uint8Array(octets)));
        const records = reader.read(octets, exporter);
        ours.push(FIELDS.map(([, elements]) => records.flatMap(({ values }) => valuesOf(values, elements)).join()).join(' | '));
      }
      await writer.close();
      const words = ['-n', '-r', file, '-T', 'fields', ...FIELDS.flatMap(([field]) => ['-e', field])];
      const run = execFileSync('tshark', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const theirs = run.split('\n').map((line) => line.split('\t').join(' | '));
      const differ = names.filter((_, i) => ours[i] !== theirs[i]);
      expect(
        differ
          .map((name) => `${name}: ${ours[names.indexOf(name)]} <> ${theirs[names.indexOf(name)]}`)
          .filter((text) => !text.startsWith(INVALID)),
      ).toEqual([]);
      expect(reader.stats).toMatchObject({ messages: 38, notFlows: 1, withoutTemplate: 8 });
    } finally {
      rmSync(made, { recursive: true });
    }
  }, 60_000);
});
