/** `pkw flows`, `pkw jflow`, `pkw collect`: their output, and what they say of bad input. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { FlowReader } from '../../src/flows/reader/flow-reader.ts';
import { inFolder } from '../support/flows/by-tuple.ts';
import { describeIf, requireAddon, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const captures = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const syslog = join(captures, 'zeek+zeek/testing/btest/Traces/tcp-syslog.pcap');

interface Counts {
  readonly packets: number;
  readonly octets: number;
}
const objects = (text: string): any[] => text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]));

describeIf(requireAddon(), 'pkw flows', () => {
  it('lists flows with all that the capture has', async () => {
    const { out, err, status } = await runCli(['flows', '-r', syslog, '--json']);
    const all = objects(out) as (Counts & { readonly back?: Counts })[];
    const packets = all.reduce((n, f) => n + f.packets + (f.back?.packets ?? 0), 0);
    const octets = all.reduce((n, f) => n + f.octets + (f.back?.octets ?? 0), 0);
    expect([status, err]).toEqual([0, `${all.length} flows: ${packets} packets, ${octets} octets\n`]);
    const text = await runCli(['flows', '-r', syslog]);
    expect(text.out.split('\n')[1]).toMatch(
      /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} +\d+\.\d{3} TCP +[\d.]+:\d+ -> [\d.]+:\d+ +[FSRPAU]+ +\d+ +\d+$/,
    );
  });

  it('takes a filter', async () => {
    const { err } = await runCli(['flows', '-r', syslog, 'udp']);
    expect(err).toBe('0 flows: 0 packets, 0 octets\n');
  });

  it('writes messages that say the same, in every version', async () => {
    const listed = objects((await runCli(['jflow', '-r', syslog, '--json'])).out) as Counts[];
    const total = listed.reduce((n, { octets }) => n + octets, 0);
    await inFolder(async (folder) => {
      for (const version of ['1', '5', '9', '10']) {
        const file = join(folder, `v${version}.pcap`);
        expect((await runCli(['flows', '-r', syslog, '-v', version, '-w', file])).err).toContain('flow records written');
        const records = objects((await runCli(['collect', '-r', file])).out);
        const read = records.reduce((n, { values }) => n + values.octetDeltaCount, 0);
        expect([version, read]).toEqual([version, total]);
      }
      const ipfix = join(folder, 'all.ipfix');
      await runCli(['flows', '-r', syslog, '-v', '10', '-b', '-w', ipfix]);
      const records = new FlowReader().read(readFileSync(ipfix), '192.0.2.1');
      expect(
        records.reduce((n, { values }) => n + Number(values['octetDeltaCount']) + Number(values['reverseOctetDeltaCount'] ?? 0), 0),
      ).toBe(total);
    });
  });

  it('says in one line what is wrong', async () => {
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['flows', '-r', '/no/such/file'], /no such file|not found|ENOENT/i],
      [['flows', '-r', syslog, '-i', 'lo'], /-r and -i cannot be used together/],
      [['flows', '-r', syslog, '-n', 'nowhere'], /names no collector: expected HOST:PORT/],
      [['flows', '-r', syslog, '-t', 'tpc=5'], /did you mean|expected NAME=TIME/],
      [['flows', '-r', syslog, '-t', 'tcp=5x'], /no span of time/],
      [['flows', '-r', syslog, '-m', '0'], /-m 0: expected a whole number/],
      [['flows', '-r', syslog, '-b', '-w', '/tmp/x'], /-b needs IPFIX/],
      [['flows', '-r', syslog, '-P', 'tcp', '-n', '127.0.0.1:1'], /-P tcp needs IPFIX/],
      [['flows', '-r', syslog, '--key', 'tcp.nothing'], /tcp.nothing/],
      [['flows', '-r', syslog, 'tcp prot 80'], /filter/],
      [['jflow', '-r', syslog], /jflow needs a collector/],
      [['jflow', '-r', syslog, '-n', '127.0.0.1:0'], /names no collector/],
      [['jflow', '-r', syslog, '--print', '-e', '5'], /expected ACTIVE,IDLE/],
      [['collect', '-r', syslog, '-p', '5'], /-r reads a file/],
      [['collect', '-p', '70000'], /expected a port/],
      [['collect', '-b', 'nowhere'], /nowhere/],
    ];
    for (const [words, text] of wrong) {
      const { status, err, out } = await runCli(words);
      expect([words, err.trim().split('\n').length, status === 0]).toEqual([words, 1, false]);
      expect([words, err]).toEqual([words, expect.stringMatching(text)]);
      expect(out.split('\n').length).toBeLessThanOrEqual(2);
    }
  });
});

describeIf(requireProgram('tcpdump'), 'pkw jflow --print', () => {
  it('prints what tcpdump -T cnfp prints', async () => {
    await inFolder(async (folder) => {
      const file = join(folder, 'v1.pcap');
      // Flows of one direction each, in the order in which jflow has them: they come from the same table.
      await runCli(['flows', '-r', syslog, '-v', '1', '-w', file]);
      const theirs = execFileSync('tcpdump', ['-n', '-r', file, '-T', 'cnfp'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      const { out } = await runCli(['collect', '-r', file, '--print']);
      const lines = (text: string): string[] =>
        text.split('\n').map((line) => line.replace(/ *(\[\|cnfp\])?$/, '').replace(/IP 127\.0\.0\.1\.\d+.*: NetFlow/, 'NetFlow'));
      // tcpdump 4.99 reads 32 bits where the count has 16, and so looks for more records than there are: [|cnfp].
      const counted = (line: string): string =>
        line.replace(/(\d+) recs$/, (_, n: string) => `${Number(n) > 0xffff ? Number(n) >>> 16 : n} recs`);
      expect(lines(out)).toEqual(lines(theirs).map(counted));
    });
  });
});

describe('pkw collect', () => {
  it('is in the table of commands', async () => {
    const { out } = await runCli(['help', 'collect']);
    expect(out).toContain('pkw collect -p 2055');
  });
});
