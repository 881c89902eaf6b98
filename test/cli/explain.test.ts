/** `pkw explain`: text, JSON, and the capture with comments, which tshark reads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Ether, explain, explained, ICMP, IP, packet, sr, TCP, wrpcap } from '../../src/index.ts';
import { lab } from '../../src/lab/index.ts';
import { craftedCapture } from '../support/packets/crafted-capture.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const [ME, SERVER] = ['192.0.2.1', '192.0.2.80'];
let folder: string, file: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pkw-explain-'));
  file = join(folder, 'seed.pcapng');
  writeFileSync(
    file,
    await craftedCapture([
      [0, packet(Ether(), IP({ src: ME, dst: SERVER }), TCP({ sport: 46928, flags: 'S', seq: 7 }))],
      [0.1, packet(Ether(), IP({ src: SERVER, dst: ME }), TCP({ sport: 80, dport: 46928, flags: 'SA', seq: 99, ack: 8 }))],
      [0.2, packet(Ether(), IP({ src: ME, dst: SERVER }), TCP({ sport: 51483, flags: 'A', seq: 8, ack: 100 }))],
    ]),
  );
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SENTENCE = 'segment on 192.0.2.1:51483 carries ack of handshake on :46928, so 192.0.2.80:80 knows no such connection';

describe('pkw explain', () => {
  it('says what is wrong, where, and what helps', async () => {
    const { status, out, err } = await runCli(['explain', file]);
    expect([status, err]).toEqual([0, '']);
    expect(out.split('\n').slice(0, 2)).toEqual([SENTENCE, '  other-source-port, sure: packet 3, TCP.sport, octets 34 to 35']);
  });

  it('prints JSON', async () => {
    const { out } = await runCli(['explain', file, '--json']);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as object),
    ).toMatchObject([{ schema: 1, code: 'other-source-port', number: 3, octets: { start: 34, end: 36 }, sentence: SENTENCE }]);
  });

  it('says so where there is nothing to say, and what is missing', async () => {
    const clean = join(folder, 'clean.pcapng');
    writeFileSync(clean, await craftedCapture([]));
    expect(await runCli(['explain', clean])).toMatchObject({ status: 0, out: 'nothing to blame\n', err: '' });
    expect(await runCli(['explain'])).toMatchObject({ status: 2, err: expect.stringContaining('FILE is missing') });
    expect(await runCli(['explain', '-', '-w', join(folder, 'x.pcapng')])).toMatchObject({ status: 2 });
    expect(await runCli(['explain', join(folder, 'nowhere.pcap')])).toMatchObject({ status: 1 });
  });
});

describeIf(requireProgram('tshark'), 'what was found, in a capture', () => {
  const commentsOf = (path: string): string[] =>
    execFileSync('tshark', ['-r', path, '-T', 'fields', '-e', 'frame.comment'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      .trimEnd()
      .split('\n');

  it('stands on the packet that shows it', async () => {
    const path = join(folder, 'explained.pcapng');
    expect(await runCli(['explain', file, '-w', path])).toMatchObject({ status: 0, err: '' });
    const comments = commentsOf(path);
    expect(comments).toHaveLength(3);
    expect(comments.slice(0, 2)).toEqual(['', '']);
    expect(comments[2]).toContain(`other-source-port (sure): ${SENTENCE}`);
  });

  it('is in the files of sr, sr1 and srloop, with the numbers of the pairs and the seed', async () => {
    const path = join(folder, 'sr.pcapng');
    const written = async (...words: string[]): Promise<string[]> => {
      expect(await runCli([...words.slice(0, 1), '--lab', '-w', path, ...words.slice(1)])).toMatchObject({ status: 0, err: '' });
      return commentsOf(path);
    };
    const ports = 'packet(IP({ dst: "192.0.2.80" }), TCP({ sport: 4001, dport: [80, 81], flags: "S" }))';
    const sr = await written('sr', ports);
    expect(sr).toHaveLength(4);
    expect(sr[0]).toMatch(/^seed 1\\nprobe 1$/);
    for (const part of ['probe 2', 'answer to probe 1', 'answer to probe 2', 'port-closed (sure)']) expect(sr.join()).toContain(part);
    const echo = 'packet(IP({ dst: "192.0.2.1" }), ICMP({ id: 7 }))';
    expect(await written('sr1', echo)).toEqual(['seed 1\\nprobe 1', 'answer to probe 1']);
    expect(await written('srloop', '-c2', '--inter', '0.05', echo)).toEqual([
      'seed 1\\nround 1\\nprobe 1',
      'round 1\\nanswer to probe 1',
      'round 2\\nprobe 1',
      'round 2\\nanswer to probe 1',
    ]);
  });

  it('has the numbers of the pairs, and the seed of the run', async () => {
    await using net = lab({ hosts: { me: { address: '192.0.2.10/24' }, bob: { address: '192.0.2.20/24' } }, time: 'virtual', seed: 7 });
    const result = await sr(
      [packet(IP({ dst: '192.0.2.20' }), ICMP({ seq: 1 })), packet(IP({ dst: '192.0.2.20' }), TCP({ sport: 4444, dport: 81 }))],
      { host: net.host('me') },
    );
    const path = join(folder, 'run.pcapng');
    await wrpcap(path, explained(result, await explain(result), { seed: 7 }));
    const text = commentsOf(path).join('\n');
    for (const part of ['seed 7', 'probe 1', 'probe 2', 'answer to probe 1', 'answer to probe 2', 'port-closed (sure)'])
      expect(text).toContain(part);
  });
});
