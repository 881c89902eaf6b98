/** `pkw flowgrep` over captures: what it prints, logs and writes, and its exit status. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/bytes/random.ts';
import { Ether, IP, type Packet, packet, rdpcap, TCP, UDP } from '../../src/index.ts';
import { craftedCapture, type Timed } from '../support/packets/crafted-capture.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const [A, Z] = ['192.0.2.1', '192.0.2.2'];

/** A connection from port `sport`, in which each side says this, in pieces. */
function talk(sport: number, said: readonly (readonly ['client' | 'server', string | Uint8Array])[]): Packet[] {
  const seqs = { client: 1000, server: 7000 };
  const from = (side: 'client' | 'server', flags: string, data: string | Uint8Array = ''): Packet => {
    const [src, dst, sp, dp] = side === 'client' ? [A, Z, sport, 80] : [Z, A, 80, sport];
    const other = side === 'client' ? seqs.server : seqs.client;
    const p = packet(
      Ether({ src: '02:00:5e:00:53:01', dst: '02:00:5e:00:53:02' }),
      IP({ src, dst }),
      TCP({ sport: sp, dport: dp, flags, seq: seqs[side], ack: flags === 'S' ? 0 : other, window: 65_535 }),
      data,
    ) as unknown as Packet;
    seqs[side] += data.length + (/[SF]/.test(flags) ? 1 : 0);
    return p;
  };
  return [
    ...[from('client', 'S'), from('server', 'SA'), from('client', 'A')],
    ...said.map(([side, data]) => from(side, 'PA', data)),
    ...[from('client', 'FA'), from('server', 'FA'), from('client', 'A')],
  ];
}

const BODY = 'the secret is in the body, and nowhere else';
const coded = gzipSync(BODY);

let folder: string, file: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pkw-flowgrep-'));
  file = join(folder, 'seen.pcapng');
  const packets = [
    ...talk(1111, [
      ['client', 'GET /one HT'],
      ['client', 'TP/1.1\r\nHost: a\r\n\r\n'],
      ['server', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nyes'],
    ]),
    ...talk(2222, [
      ['client', 'GET /two HTTP/1.1\r\nHost: b\r\nAccept-Encoding: gzip\r\n\r\n'],
      ['server', `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${coded.length}\r\n\r\n`],
      ['server', coded.subarray(0, 20)],
      ['server', coded.subarray(20)],
    ]),
    packet(Ether(), IP({ src: A, dst: Z }), UDP({ sport: 5000, dport: 9999 }), 'one in UDP') as unknown as Packet,
    packet(Ether(), IP({ src: A, dst: Z, proto: 89 }), 'one in OSPF') as unknown as Packet,
  ];
  writeFileSync(file, await craftedCapture(packets.map((p, i): Timed => [i / 100, p])));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const grep = (...words: string[]): ReturnType<typeof runCli> => runCli(['flowgrep', '-q', '--no-color', '-r', file, ...words]);

/** A capture of one connection whose client sends these octets, 1,000 a segment. */
async function saying(name: string, text: string): Promise<string> {
  const said = Array.from({ length: Math.ceil(text.length / 1000) }, (_, i) => ['client', text.slice(i * 1000, (i + 1) * 1000)] as const);
  const path = join(folder, name);
  writeFileSync(path, await craftedCapture(talk(4444, said).map((p, i): Timed => [i / 100, p])));
  return path;
}

/** Without an end that comes back. */
function manyOf(letters: string, n: number): string {
  const random = seededRandom('many letters');
  return Array.from({ length: n }, () => letters[random.below(letters.length)]).join('');
}

describe('pkw flowgrep', () => {
  it('ends with 130 after Ctrl-C, also in the middle of a batch that takes long, and where nothing was found', async () => {
    const path = await saying('long.pcap', manyOf('ab', 200_000));
    // So that all is loaded.
    await grep('nothing');
    const interrupt = new AbortController();
    setTimeout(() => interrupt.abort(new DOMException('Ctrl-C', 'AbortError')), 50);
    const { status, err } = await runCli(['flowgrep', '-r', path, 'a[ab]{40}c'], { interrupt: interrupt.signal });
    expect(status).toBe(130);
    // What it had read by then is told.
    const [, read] = /^(\d+) packets, 1 connection, 0 matches$/m.exec(err) ?? [];
    expect(Number(read ?? 0)).toBeLessThan(200);
  });

  it('gives up a pattern with too many states, shows what was found before, and ends with 2', async () => {
    const path = await saying('states.pcap', `abc${manyOf('ab', 100_000)}`);
    const { status, out, err } = await runCli(['flowgrep', '--no-color', '-S', '8', '-r', path, 'abc|a[ab]{900}c']);
    expect(status).toBe(2);
    expect(out).toMatch(/^T 192\.0\.2\.1:4444 -> 192\.0\.2\.2:80 #4 @0\n {2}abc/);
    expect(err.trimEnd()).toMatch(/^pkw flowgrep: pattern abc\|a\[ab\]\{900\}c: .* given up here; use smaller numbers in \{…\}, .*$/);
    // With -v, what was not read is not told to be without a match.
    expect(await runCli(['flowgrep', '-v', '-r', path, 'a[ab]{900}c'])).toMatchObject({ status: 2, out: '' });
  });

  it('prints what matches, over segments, in UDP and in other IP packets', async () => {
    const { status, out, err } = await grep('one( HTTP/1.1)?');
    expect([status, err]).toEqual([0, '']);
    expect(out).toBe(
      [
        'T 192.0.2.1:1111 -> 192.0.2.2:80 #4 @0',
        '  GET /one HT',
        'U 192.0.2.1:5000 -> 192.0.2.2:9999 #20',
        '  one in UDP',
        '89 192.0.2.1 -> 192.0.2.2 #21',
        '  one in OSPF',
        '',
      ].join('\n'),
    );
    expect((await grep('/one HTTP', '-S', '5')).out).toBe('T 192.0.2.1:1111 -> 192.0.2.2:80 #5 @4\n  /one \n  ... 21 octets more\n');
  });

  it('searches one side or both, in either case, whole words, and hex', async () => {
    expect((await grep('-c', 'HTTP')).out.match(/^T/gm)).toHaveLength(2);
    expect((await grep('-s', '^HTTP')).out).toMatch(/^T 192.0.2.2:80 -> 192.0.2.1:1111/);
    expect((await grep('-i', 'HOST: A')).status).toBe(0);
    expect((await grep('-w', 'tw')).status).toBe(1);
    expect((await grep('-x', '0d0a 0d0a', 'src port 1111')).out.match(/^T/gm)).toHaveLength(1);
    expect((await grep('-X', '0x796573')).out).toContain('yes');
    expect((await grep('-F', 'port 2222', 'HTTP', 'dst port 80')).out.match(/^T/gm)).toHaveLength(1);
  });

  it('tells what has no match', async () => {
    const { out } = await grep('-v', 'two');
    expect(out.split('\n').filter((line) => /^\S/.test(line))).toEqual([
      'T 192.0.2.1:1111 -> 192.0.2.2:80 #1',
      'U 192.0.2.1:5000 -> 192.0.2.2:9999 #20',
      '89 192.0.2.1 -> 192.0.2.2 #21',
    ]);
  });

  it('finds what was coded, only when asked', async () => {
    expect(await grep('secret is')).toMatchObject({ status: 1, out: '' });
    expect((await grep('--decoded', 'secret is')).out).toContain(BODY);
  });

  it('shows lines, octets, times, and what follows', async () => {
    expect((await grep('-W', 'byline', '-A', '1', '-c', 'GET /two')).out).toBe(
      'T 192.0.2.1:2222 -> 192.0.2.2:80 #13 @0\n  GET /two HTTP/1.1.\n  Host: b.\n  Accept-Encoding: gzip.\n  .\n',
    );
    expect((await grep('-A', '1', '-c', 'GET /one')).out.match(/^T.*/gm)).toEqual([
      'T 192.0.2.1:1111 -> 192.0.2.2:80 #4 @0',
      'T 192.0.2.1:1111 -> 192.0.2.2:80 #5 @11',
    ]);
    expect((await grep('-W', 'hex', 'OSPF')).out).toContain('  0000  6f 6e 65 20 69 6e 20 4f 53 50 46                 one in OSPF\n');
    expect((await grep('-TT', 'UDP')).out).toMatch(/^U \+0\.000000 /);
    expect((await grep('-t', 'UDP')).out).toMatch(/^U \d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d\.190000 /);
  });

  it('colours the match', async () => {
    const { out } = await runCli(['flowgrep', '-q', '-r', file, 'OSPF']);
    expect(out).toBe('89 192.0.2.1 -> 192.0.2.2 #21\n  one in \x1b[1;31mOSPF\x1b[0m\n');
  });

  it('ends after so many matches or packets', async () => {
    expect((await grep('-m', '1', 'one')).out.match(/#/g)).toHaveLength(1);
    expect((await grep('-n', '5', 'two|UDP')).status).toBe(1);
  });

  it('prints JSON', async () => {
    const { out } = await grep('--json', '/one HTTP');
    expect(JSON.parse(out)).toEqual({
      schema: 1,
      time: 1_760_000_000.04,
      packet: 5,
      protocol: 'tcp',
      ...{ source: A, sourcePort: 1111, destination: Z, destinationPort: 80, connection: 0, side: 'client', at: 4, length: 26 },
      matches: [{ at: 4, length: 9, text: '/one HTTP' }],
      text: '/one HTTP/1.1\r\nHost: a\r\n\r\n',
    });
  });

  it('logs connections from their beginning, as octets or as packets', async () => {
    const log = join(folder, 'log');
    await grep('-l', log, '-s', 'yes');
    expect(readdirSync(log).sort()).toEqual(['192.000.002.001.01111-192.000.002.002.00080', '192.000.002.002.00080-192.000.002.001.01111']);
    expect(readFileSync(join(log, '192.000.002.001.01111-192.000.002.002.00080'), 'latin1')).toBe('GET /one HTTP/1.1\r\nHost: a\r\n\r\n');
    const packets = join(folder, 'packets');
    await grep('-l', packets, '--log-packets', '-s', 'yes');
    const [name] = readdirSync(packets);
    expect(await rdpcap(join(packets, name as string))).toHaveLength(9);
  });

  it('writes the packets with matches', async () => {
    const path = join(folder, 'found.pcap');
    await grep('-O', path, 'one( HTTP/1.1)?');
    expect(await rdpcap(path)).toHaveLength(3);
  });

  it.each([
    [['flowgrep', '-r', 'nowhere.pcap', 'x'], 2, 'pkw flowgrep: nowhere.pcap: '],
    [['flowgrep'], 2, 'pkw flowgrep: PATTERN is missing; give one, or -a, -c or -s'],
    [['flowgrep', '-r', 'x', '(a'], 2, 'pkw flowgrep: pattern (a: a ) is missing, at character 3; write \\( for the character'],
    [['flowgrep', '-r', 'x', '(a)\\1'], 2, 'pkw flowgrep: pattern (a)\\1: a reference to a group needs a search that goes back'],
    [['flowgrep', '-r', 'x', '-k', 'a'], 2, 'pkw flowgrep: -k: a capture has no connections that still stand; leave out -r'],
    [['flowgrep', '-r', 'x', '-W', 'wide', 'a'], 2, "pkw flowgrep: option '-W, --format <form>' argument 'wide' is invalid"],
  ])('says in one line what is wrong: %j', async (words, status, line) => {
    const run = await runCli(words);
    expect([run.status, run.out, run.err.trimEnd().split('\n').length]).toEqual([status, '', 1]);
    expect(run.err).toContain(line);
  });

  it('says in one line what is wrong with a filter', async () => {
    expect(await grep('x', 'no', 'filter')).toMatchObject({
      status: 2,
      err: expect.stringMatching(/^pkw flowgrep: .*filter.*\n$/) as string,
    });
  });

  it('has the old usage line', async () => {
    expect((await runCli(['flowgrep', '--help'])).out).toContain("TCP/IP payload 'grep' utility");
  });
});

describeIf(requireProgram('ngrep'), 'beside ngrep', () => {
  it('finds the same in packets that hold a match whole', async () => {
    const pcap = join(folder, 'seen.pcap');
    execFileSync('editcap', ['-F', 'pcap', file, pcap]);
    const theirs = execFileSync('ngrep', ['-q', '-I', pcap, 'one|HTTP', 'tcp or udp'], { encoding: 'latin1' }).match(/^[TU] \S+ -> \S+/gm);
    const ours = (await grep('one|HTTP', 'tcp or udp')).out.match(/^[TU] \S+ -> \S+/gm);
    // "HT" and "TP" are in two packets.
    expect([...new Set(ours)].sort()).toEqual([...new Set(theirs)].sort());
  });
});
