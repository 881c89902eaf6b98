/** `pkw dump` of captures: what needs no network. */
import { spawnSync } from 'node:child_process';
import { existsSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeIf, requireProgram } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const captures = fileURLToPath(new URL('../fixtures/captures', import.meta.url));
const syslog = join(captures, 'zeek+zeek/testing/btest/Traces/tcp-syslog.pcap');
const comments = join(captures, 'hadrielk+pcapng-test-generator/output_le/basic/test016.pcapng');
const several = join(captures, 'hadrielk+pcapng-test-generator/output_le/basic/test006.pcapng');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'packetwright-dump-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = (name: string): string => join(folder, name);
const tshark = (path: string, ...fields: string[]): string =>
  spawnSync('tshark', ['-nr', path, '-T', 'fields', ...fields.flatMap((name) => ['-e', name])], { encoding: 'utf8' }).stdout;

describeIf(requireProgram('tcpdump'), 'pkw dump -r -w beside tcpdump', () => {
  const paths = readdirSync(captures, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.pcap$/.test(name))
    .map((name) => join(captures, name));

  /** Made to break readers: headers promise less than the records hold, and libpcap cuts those. */
  const HOSTILE = /(oobr|heapoverflow|invalid)/;

  it('writes the very files that tcpdump writes', async () => {
    let same = 0;
    for (const path of paths) {
      if (HOSTILE.test(path)) continue;
      const theirs = spawnSync('tcpdump', ['-r', path, '-w', '-'], { maxBuffer: 1 << 26 });
      if (theirs.status !== 0) continue; // what it cannot read
      const { status } = await runCli(['dump', '-r', path, '-w', file('ours.pcap')]);
      expect([basename(path), status, readFileSync(file('ours.pcap')).equals(theirs.stdout)]).toEqual([basename(path), 0, true]);
      same++;
    }
    expect(same).toBeGreaterThan(20);
  });

  it('takes the packets that tcpdump takes', async () => {
    for (const [name, filters] of Object.entries({
      'zeek+zeek/testing/btest/Traces/tcp-syslog.pcap': ['tcp[tcpflags] & tcp-syn != 0', 'src port 514', 'less 41'],
      'zeek+zeek/testing/btest/Traces/linux_dlt_sll2.pcap': ['icmp', 'not icmp', 'host 10.0.0.1'],
      'zeek+zeek/testing/btest/Traces/ipv6-http-atomic-frag.pcap': ['ip6', 'tcp port 80', 'ip6[6] == 44', 'greater 100 or udp'],
      'OISF+suricata-verify/tests/arp/detect-arp-03-vlan/input.pcap': ['vlan', 'vlan and arp', 'arp'],
    })) {
      const path = join(captures, name);
      for (const filter of filters) {
        const theirs = spawnSync('tcpdump', ['-nr', path, '-c', '9', '-w', '-', filter], { maxBuffer: 1 << 26 });
        const { status } = await runCli(['dump', '-nr', path, '-c', '9', '-w', file('ours.pcap'), ...filter.split(' ')]);
        expect([filter, status, readFileSync(file('ours.pcap')).equals(theirs.stdout)]).toEqual([filter, theirs.status, true]);
      }
    }
  });
});

describe('pkw dump -r', () => {
  it('lists as pkw read does', async () => {
    expect(await runCli(['dump', '-r', syslog])).toEqual(await runCli(['read', syslog]));
    expect(await runCli(['dump', '-nnr', syslog])).toEqual(await runCli(['read', '-n', syslog]));
    expect(await runCli(['dump', '-r', several, '--json', '-c', '3'])).toEqual(await runCli(['read', several, '--json', '-c', '3']));
    const stdin = readFileSync(syslog);
    expect((await runCli(['dump', '-r', '-', '-c', '2'], { stdin })).out.split('\n').length).toBe(3);
  });

  it('numbers packets as they stand in the capture, whatever the filter takes', async () => {
    const { out } = await runCli(['dump', '-r', syslog, '-c', '2', '--json', 'src', 'port', '514']);
    const numbers = out
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { number: number }).number);
    expect(numbers).toEqual([2, 9]);
  });

  it('writes names of services and protocols, and with -n their numbers', async () => {
    const line = async (...words: string[]): Promise<string> => (await runCli([...words, '-c', '1'])).out;
    for (const command of [['read'], ['dump', '-r']]) {
      // Its first packet goes to the port of syslog over TCP, which /etc/services calls shell.
      expect(await line(...command, syslog)).toMatch(/ TCP [\d.]+:\d+ > [\d.]+:shell S/);
      expect(await line(...command, syslog, '-n')).toMatch(/ TCP [\d.]+:\d+ > [\d.]+:514 S/);
    }
  });

  it('counts seconds from the first packet of the capture, whatever the filter takes', async () => {
    const seconds = async (...filter: string[]): Promise<(string | undefined)[]> =>
      (await runCli(['dump', '-r', syslog, ...filter])).out
        .trimEnd()
        .split('\n')
        .map((line) => /^ *\d+ +([\d.]+)/.exec(line)?.[1]);
    const all = await seconds();
    const some = await seconds('src', 'port', '514');
    expect(Number(some[0])).toBeGreaterThan(0);
    expect(some[0]).toBe(all[1]);
    expect(some[1]).toBe(all[8]);
  });

  it('shows the compiled filter, for a capture or a link type', async () => {
    expect(await runCli(['dump', '-d', '-y', 'EN10MB', 'ip'])).toEqual({
      status: 0,
      out: '(000) ldh      [12]\n(001) jeq      #0x800           jt 2\tjf 3\n(002) ret      #262144\n(003) ret      #0\n',
      err: '',
    });
    expect((await runCli(['dump', '-dd', '-y', 'EN10MB', '-s', '96', 'ip'])).out).toBe(
      '{ 0x28, 0, 0, 0x0000000c },\n{ 0x15, 0, 1, 0x00000800 },\n{ 0x6, 0, 0, 0x00000060 },\n{ 0x6, 0, 0, 0x00000000 },\n',
    );
    expect((await runCli(['dump', '-ddd', '-r', syslog])).out).toBe('1\n6 0 0 262144\n');
    expect((await runCli(['dump', '-r', syslog, '-w', file('never.pcap'), 'tcp', 'and', 'and'])).err).toMatch(
      /^pkw dump: filter 'tcp and and', column 9: [^\n]*\n$/,
    );
    expect(existsSync(file('never.pcap'))).toBe(false);
  });

  it('writes gzip where the name says so', async () => {
    await runCli(['dump', '-r', syslog, '-w', file('a.pcap')]);
    await runCli(['dump', '-r', syslog, '-w', file('a.pcap.gz')]);
    expect(gunzipSync(readFileSync(file('a.pcap.gz'))).equals(readFileSync(file('a.pcap')))).toBe(true);
  });

  it('refuses several link types in a pcap file, and says what holds them', async () => {
    const { status, err } = await runCli(['dump', '-r', several, '-w', file('several.pcap')]);
    expect(status).toBe(1);
    expect(err).toMatch(/^pkw dump: a pcap file has one link type.*pcapng.*\n$/i);
    expect((await runCli(['dump', '-r', several, '-w', file('several.pcapng')])).status).toBe(0);
  });

  it('hands on what it has read before the damage', async () => {
    const whole = readFileSync(syslog);
    writeFileSync(file('cut.pcap'), whole.subarray(0, whole.length - 3));
    const { status, err } = await runCli(['dump', '-r', file('cut.pcap'), '-w', file('rest.pcap')]);
    expect(status).toBe(1);
    expect(err).toMatch(/^pkw dump: .*cut short at offset/);
    const rest = readFileSync(file('rest.pcap'));
    expect(rest.subarray(24).equals(whole.subarray(24, rest.length))).toBe(true);
    expect(rest.length).toBeGreaterThan(200);
  });

  it('says what it could not write', async () => {
    for (const path of ['/dev/full', '/no/such/folder/x.pcap']) {
      const { status, err } = await runCli(['dump', '-r', syslog, '-w', path]);
      expect([status, err.split('\n').length]).toEqual([1, 2]);
      expect(err).toContain(`pkw dump: ${path}: cannot write`);
    }
  });

  it.each([
    [['-r', syslog, '-i', 'lo'], /-r and -i cannot be used together/],
    [['-r', syslog, '--nano'], /--nano needs -w FILE/],
    [['-r', syslog, '--print'], /--print needs -w FILE/],
    [['-r', syslog, '-w', '-', '--print'], /both want standard output/],
    [['-r', syslog, '-w', 'x', '--json'], /--json lists packets and -w writes them/],
    [['-r', syslog, '-c', '1x'], /expected a whole number of packets/],
    [['-s', 'all'], /expected a whole number of octets/],
    [['-j', 'sundial'], /expected one of host, adapter/],
    [['--lab'], /--lab/],
  ])('refuses %j', async (args, line) => {
    const { status, out, err } = await runCli(['dump', ...args]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toMatch(line);
    expect(existsSync('x')).toBe(false);
  });
});

describeIf(requireProgram('tshark'), 'pkw dump to pcapng', () => {
  it('keeps interfaces, comments and every nanosecond', async () => {
    for (const path of [several, comments]) {
      expect((await runCli(['dump', '-r', path, '-w', file('again.pcapng')])).status).toBe(0);
      const fields = ['frame.encap_type', 'frame.time_epoch', 'frame.len', 'frame.cap_len', 'frame.comment', 'eth.src', 'ip.dst'];
      expect(tshark(file('again.pcapng'), ...fields)).toBe(tshark(path, ...fields));
    }
    expect((await runCli(['dump', '-r', several, '-w', file('nano.pcap'), '--nano', '-c', '1'])).status).toBe(0);
    expect(readFileSync(file('nano.pcap')).readUInt32LE(0)).toBe(0xa1b23c4d);
  });
});

describe('pkw dump -w of the file that -r reads', () => {
  it('is refused, whatever the file is called, and leaves it as it is', async () => {
    const path = file('same.pcap');
    const octets = readFileSync(syslog);
    writeFileSync(path, octets);
    linkSync(path, file('hard.pcap'));
    symlinkSync(path, file('soft.pcap'));
    for (const to of [path, file('hard.pcap'), file('soft.pcap')])
      for (const filter of [[], ['udp']]) {
        const { status, err } = await runCli(['dump', '-r', path, '-w', to, ...filter]);
        expect([status, err]).toEqual([1, expect.stringContaining(`${to}: a capture is being read from this file`)]);
        expect(readFileSync(path).equals(octets)).toBe(true);
      }
  });
});
