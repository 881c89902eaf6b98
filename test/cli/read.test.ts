/** `pkw read`, in this process and as a program. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { columns } from '../../src/filter/default-columns.ts';
import { FRAME_FIELDS, fieldNames } from '../../src/filter/field-names.ts';
import { protocols } from '../../src/protocols/protocols.ts';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { describeIf, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const captures = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const dhcp = join(captures, 'hadrielk+pcapng-test-generator/output_le/basic/test010.pcapng');
const sll2 = join(captures, 'zeek+zeek/testing/btest/Traces/linux_dlt_sll2.pcap');
const zst = join(captures, 'seladb+PcapPlusPlus/Tests/Pcap++Test/PcapExamples/file_heuristics/pcapng-example.pcapng.zst');
const syslog = join(captures, 'zeek+zeek/testing/btest/Traces/tcp-syslog.pcap');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packetwright-read-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Until the process waits for its standard input: descriptor 0 is among those that an epoll of it watches. */
async function waitsForInput(pid: number): Promise<void> {
  const about = `/proc/${pid}/fdinfo`;
  const watched = (): boolean =>
    readdirSync(about).some((fd) => {
      try {
        return /^tfd:\s+0\s/m.test(readFileSync(join(about, fd), 'utf8'));
      } catch {
        return false; // closed meanwhile
      }
    });
  while (!watched()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const fields = (...names: string[]): string[] => ['-T', 'fields', ...names.flatMap((n) => ['-e', n])];

describe('pkw read', () => {
  it('lists packets: number, time, source, destination, protocol, length, information', async () => {
    const { status, out, err } = await runCli(['read', syslog]);
    expect([status, err]).toEqual([0, '']);
    expect(out.split('\n')[0]).toMatch(/^ {4}1 {3}0\.000000 +\d+\.\d+\.\d+\.\d+ → \d+\.\d+\.\d+\.\d+ +TCP \d+ .*TCP/);
    // Simple packets have no time.
    expect((await runCli(['read', dhcp, '-c', '1'])).out).toMatch(/^ {4}1 {17}0\.0\.0\.0 → 255\.255\.255\.255 DHCP 314 /);
  });

  it('shows packets as trees, whole or some protocols, and their octets', async () => {
    const { status, out, err } = await runCli(['read', syslog, '-V', '-c', '1', '--octets']);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^Packet 1: \d+ octets, [A-Z][a-z]{2} [\d ]\d, \d{4} .* UTC\n0000 {2}45/);
    expect(out).toMatch(/^0009 {2}06 +proto +tcp \(6\)$/m);
    const only = await runCli(['read', syslog, '-O', 'tcp,DNS', '-c', '1']);
    expect(only.out).toMatch(/^ +sport +/m);
    expect(only.out).not.toMatch(/^ +ttl +/m);
    // The list, then the octets as scapy's hexdump has them; an empty line behind each packet.
    const octets = await runCli(['read', syslog, '-x', '-c', '2']);
    expect(octets.out.split('\n\n')).toHaveLength(3);
    expect(octets.out).toMatch(/^0000 {2}([0-9A-F]{2} ){16} .{16}$/m);
    expect(await runCli(['read', syslog, '-O', 'dnns'])).toMatchObject({ status: 2, err: expect.stringContaining("did you mean 'dns'") });
    for (const words of [['-V', '--json'], ['-x', '-T', 'fields', '-e', 'ip.src'], ['--octets']])
      expect(await runCli(['read', syslog, ...words])).toMatchObject({ status: 2, out: '' });
  });

  it('takes the capture as FILE or after -r, not both', async () => {
    const named = await runCli(['read', dhcp, '-c', '2', ...fields('frame.number')]);
    expect(named).toEqual({ status: 0, out: '1\n2\n', err: '' });
    expect(await runCli(['read', '-r', dhcp, '-c', '2', ...fields('frame.number')])).toEqual(named);
    expect(await runCli(['read', '-r', dhcp, dhcp])).toMatchObject({
      status: 2,
      out: '',
      err: expect.stringContaining('one operand too many'),
    });
    expect(await runCli(['read'])).toMatchObject({ status: 2, out: '', err: expect.stringMatching(/^pkw read: FILE is missing/) });
  });

  it('refuses options that do not fit, in one line', async () => {
    for (const argv of [
      ['-c', '0'],
      ['-c', '1e3'],
      ['-e', 'ip.src'],
      ['-E', 'header=y'],
      ['-T', 'fields'],
      ['--json', ...fields('ip.src')],
      [...fields('ip.src'), '-E', 'header=maybe'],
      [...fields('ip.src'), '-E', 'occurrence=x'],
      [...fields('ip.src'), '-E', 'colour=red'],
      ['-T', 'pdml'],
    ]) {
      const { status, out, err } = await runCli(['read', dhcp, ...argv]);
      expect([argv, status, out, err.trimEnd().split('\n').length]).toEqual([argv, 2, '', 1]);
    }
  });

  it.each([
    ['tcp.dstprot', "; did you mean 'tcp.dstport'?"],
    ['upd.srcport', "; did you mean 'udp.srcport'?"],
    ['frame.nubmer', "; did you mean 'frame.number'?"],
    ['TCP.dprot', "; did you mean 'TCP.dport'?"],
    ['constructor', ''],
  ])('refuses the misspelt field %s, with the nearest', async (name, near) => {
    expect(await runCli(['read', dhcp, ...fields('frame.number', name)])).toEqual({
      status: 2,
      out: '',
      err: `pkw read: -e ${name}: unknown field${near}; pkw fields lists the fields\n`,
    });
  });

  it('leaves the column of a field empty that tshark has for a protocol that is not here, and says so once', async () => {
    const words = ['read', dhcp, '-c', '2', ...fields('frame.number', 'quake.type', 'tcp.stream', 'ip.src')];
    expect(await runCli(words)).toEqual({
      status: 0,
      out: '1\t\t\t0.0.0.0\n2\t\t\t192.168.0.1\n',
      err: "pkw read: no protocol here has Wireshark's field 'quake.type' (and 1 more): left empty\n",
    });
    expect((await runCli([...words, '-q'])).err).toBe('');
  });

  it('takes every field that columns() takes, and pkw fields lists them all', async () => {
    const names = [...FRAME_FIELDS, ...fieldNames(protocols).keys()];
    expect(names.length).toBeGreaterThan(2000);
    // None is refused there.
    columns(names);
    const { status, out, err } = await runCli(['read', dhcp, '-c', '1', ...fields(...names)]);
    expect([status, err, out.split('\t').length]).toEqual([0, '', names.length]);
    const listed = (await runCli(['fields', '--json'])).out.trimEnd().split('\n');
    const rows = listed.map((line) => JSON.parse(line) as { name: string; type: string; layer: string; text: string });
    expect(names.filter((name) => !rows.some((row) => row.name === name))).toEqual([]);
    expect(rows.find(({ name }) => name === 'tcp.dstport')).toEqual({
      schema: 1,
      name: 'tcp.dstport',
      type: 'u16',
      layer: 'TCP',
      text: 'destination port',
    });
  });

  it('has frame.time as tshark has it', async () => {
    // tshark 4.0 with TZ=UTC prints this of the capture's first packet.
    expect((await runCli(['read', syslog, '-c', '1', ...fields('frame.time')])).out).toBe('Jul 16, 2026 18:13:41.110059000 UTC\n');
  });

  it('gives one JSON object a packet', async () => {
    expect(await runCli(['read', sll2, '-T', 'json'])).toEqual(await runCli(['read', sll2, '--json']));
    const { out } = await runCli(['read', dhcp, '--json']);
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toHaveLength(4);
    expect(lines[1]).toMatchObject({
      schema: 1,
      number: 2,
      frame: { length: 342, wireLength: 342, linkType: 1 },
      layers: { IP: { src: '192.168.0.1' }, UDP: { sport: 67 } },
    });
    // No time is no zero.
    expect(lines[1].frame.time).toBeUndefined();
    expect(JSON.parse((await runCli(['read', sll2, '--json', '-c', '1'])).out).frame.time).toMatch(/^\d+\.\d{9}$/);
  });

  it('prints every packet before the damage, then one line with the offset, and exits 1', async () => {
    const whole = readFileSync(syslog);
    const all = (await runCli(['read', syslog, ...fields('frame.number')])).out.trimEnd().split('\n').length;
    const cut = join(folder, 'cut.pcap');
    writeFileSync(cut, whole.subarray(0, whole.length - 1));
    const run = await runCli(['read', cut, ...fields('frame.number')]);
    expect(run.status).toBe(1);
    expect(run.out.trimEnd().split('\n')).toHaveLength(all - 1);
    expect(run.err).toMatch(/^pkw read: .*cut\.pcap: cut short at offset \d+: record \d+ claims \d+ octets, only \d+ are left\n$/);
    const first = new DataView(whole.buffer, whole.byteOffset).getUint32(32, true);
    const damaged = Uint8Array.from(whole);
    new DataView(damaged.buffer).setUint32(24 + 16 + first + 8, 0xffff_ffff, true);
    writeFileSync(cut, damaged);
    const second = await runCli(['read', cut, ...fields('frame.number')]);
    expect([second.status, second.out]).toEqual([1, '1\n']);
    expect(second.err).toMatch(new RegExp(`^pkw read: .*damaged at offset ${24 + 16 + first}: [^\n]*\n$`));
    expect(await runCli(['read', join(folder, 'none.pcap')])).toMatchObject({
      status: 1,
      out: '',
      err: expect.stringMatching(/no such file/),
    });
  });

  it('reads standard input, gzip and zstd', async () => {
    const octets = readFileSync(syslog);
    const want = await runCli(['read', syslog, ...fields('frame.number', 'ip.src', 'tcp.seq_raw')]);
    expect(want.out).not.toBe('');
    for (const stdin of [octets, gzipSync(octets)])
      expect(await runCli(['read', '-', ...fields('frame.number', 'ip.src', 'tcp.seq_raw')], { stdin })).toEqual(want);
    const gz = join(folder, 'x.pcap.gz');
    writeFileSync(gz, gzipSync(octets));
    expect(await runCli(['read', gz, ...fields('frame.number', 'ip.src', 'tcp.seq_raw')])).toEqual(want);
    expect(gunzipSync(readFileSync(gz)).equals(octets)).toBe(true);
    const packed = await runCli(['read', zst, '-c', '3', ...fields('frame.number', 'frame.len')]);
    expect(packed).toMatchObject({ status: 0, err: '', out: expect.stringMatching(/^1\t\d+\n2\t\d+\n3\t\d+\n$/) });
    expect(await runCli(['read', '-'], { stdin: new Uint8Array(0) })).toMatchObject({
      status: 1,
      err: expect.stringContaining('standard input: not a capture: it is empty'),
    });
  });

  it('stops when the reader goes away', async () => {
    expect(await runCli(['read', syslog, ...fields('frame.number')], { reads: 2 })).toEqual({ status: 0, out: '1\n2\n', err: '' });
    expect(await runCli(['read', syslog, ...fields('frame.number'), '-E', 'header=y'], { reads: 0 })).toEqual({
      status: 0,
      out: '',
      err: '',
    });
  });
});

describeIf(requireProgram('tshark'), 'pkw read -T fields -E', () => {
  const tshark = (path: string, argv: readonly string[]): string =>
    spawnSync('tshark', ['-n', '-r', path, ...argv], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } }).stdout;

  it.each([
    ['header', ['-E', 'header=y']],
    ['byte order mark', ['-E', 'bom=y', '-E', 'header=y']],
    ['separator', ['-E', 'separator=;']],
    ['separator /t', ['-E', 'separator=/t']],
    ['separator /s', ['-E', 'separator=/s', '-E', 'header=y']],
    ['aggregator', ['-E', 'aggregator=|']],
    ['aggregator /s', ['-E', 'aggregator=/s']],
    ['first occurrence', ['-E', 'occurrence=f']],
    ['last occurrence', ['-E', 'occurrence=l']],
    ['double quotes', ['-E', 'quote=d']],
    ['single quotes', ['-E', 'quote=s', '-E', 'separator=,']],
  ])('prints %s as tshark does', async (_, form) => {
    const asked = [...fields('frame.number', 'ip.addr', 'udp.port', 'tcp.port', 'icmp.type'), ...form];
    for (const path of [dhcp, sll2]) {
      const want = tshark(path, asked);
      expect(want).not.toBe('');
      expect((await runCli(['read', path, ...asked])).out).toBe(want);
    }
  });
});

describe('the program', () => {
  let built: BuiltCli;
  beforeAll(async () => {
    built = await buildCli('src/cli/main.ts');
  });
  afterAll(() => built.remove());

  it('reads a pipe, and ends quietly when head has had enough', () => {
    const line = `cat '${syslog}' | '${built.path}' read - -T fields -e frame.number | tail -n 1; '${built.path}' read '${zst}' | head -n 1 | wc -l; echo "\${PIPESTATUS[0]}"`;
    const run = spawnSync('bash', ['-c', line], { encoding: 'utf8', timeout: 20_000 });
    const count = spawnSync(built.path, ['read', syslog], { encoding: 'utf8' }).stdout.trimEnd().split('\n').length;
    expect(run).toMatchObject({ stderr: '', stdout: `${count}\n1\n0\n` });
  });

  it('ends by Ctrl-C while a pipe says nothing, before its first octets and behind them', async () => {
    for (const command of [
      ['read', '-'],
      ['dump', '-r', '-'],
    ])
      for (const head of [undefined, readFileSync(syslog)]) {
        const child = spawn(built.path, command, { stdio: ['pipe', 'pipe', 'inherit'] });
        const ended = once(child, 'exit');
        if (head === undefined) await waitsForInput(child.pid!);
        else {
          child.stdin.write(head);
          await once(child.stdout, 'data'); // shown, though the pipe stays open
        }
        child.kill('SIGINT');
        expect([command, await ended]).toEqual([command, [130, null]]);
      }
  });
});
