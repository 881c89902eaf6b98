/** Our SNMP client beside net-snmp's, at snmpd. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningMachines, startAnswering } from '../../src/exchange/answering/answering-machine.ts';
import { arpMachine } from '../../src/exchange/answering/arp-machine.ts';
import { snmpMachine } from '../../src/exchange/answering/snmp-machine.ts';
import { linuxHost, type LocalHost } from '../../src/host/linux/linux-host.ts';
import { requireLive, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { type UdpServer, udpServer } from '../support/programs/udp-server.ts';

/** snmpd keeps what it saw of an interface for a while, and one that was just made may not be up yet. */
async function linksUp(netns: string): Promise<void> {
  for (let i = 0; i < 500; i++) {
    if (!/state (DOWN|LOWERLAYERDOWN)/.test(execFileSync('ip', ['-n', netns, '-o', 'link'], { encoding: 'utf8' }))) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the interfaces of ${netns} do not come up`);
}

const AGENT = '10.77.0.2';
const PASSWORDS = ['-A', 'auth-password', '-X', 'priv-password'];
const USERS = [
  ['plain', '-l', 'noAuthNoPriv'],
  ['md5', '-l', 'authNoPriv', '-a', 'MD5', '-A', 'auth-password'],
  ['sha', '-l', 'authNoPriv', '-a', 'SHA', '-A', 'auth-password'],
  ['sha256', '-l', 'authNoPriv', '-a', 'SHA-256', '-A', 'auth-password'],
  ['sha512', '-l', 'authNoPriv', '-a', 'SHA-512', '-A', 'auth-password'],
  ['shaaes', '-l', 'authPriv', '-a', 'SHA', '-x', 'AES', ...PASSWORDS],
  ['md5des', '-l', 'authPriv', '-a', 'MD5', '-x', 'DES', ...PASSWORDS],
  ['sha384aes', '-l', 'authPriv', '-a', 'SHA-384', '-x', 'AES', ...PASSWORDS],
] as const;

describeIf(requireLive('snmpd', 'snmpget', 'snmpwalk', 'snmpset'), 'SNMP at snmpd', () => {
  let net: TwoNamespaces, server: UdpServer, folder: string;
  beforeAll(async () => {
    net = twoNamespaces();
    await linksUp(net.b);
    folder = mkdtempSync(join(tmpdir(), 'pkw-snmp-'));
    mkdirSync(join(folder, 'state'));
    const create = (name: string, how: readonly string[]): string => {
      const [a, x] = [how[how.indexOf('-a') + 1], how[how.indexOf('-x') + 1]];
      if (!how.includes('-a')) return '';
      return `createUser ${name} ${a} auth-password${how.includes('-x') ? ` ${x} priv-password` : ''}\n`;
    };
    writeFileSync(
      join(folder, 'snmpd.conf'),
      `agentAddress udp:${AGENT}:161\nrocommunity public\nrwcommunity private\ncreateUser plain\n` +
        USERS.map(([name, ...how]) => create(name, how)).join('') +
        USERS.map(
          ([name, , level]) => `rwuser ${name} ${level === 'noAuthNoPriv' ? 'noauth' : level === 'authPriv' ? 'priv' : 'auth'}\n`,
        ).join('') +
        'sysName machine.example\nsysLocation "a \\"quoted\\" room"\nsysContact ""\noverride -rw .1.3.6.1.4.1.8072.9999.1.0 integer 7\n' +
        'override .1.3.6.1.4.1.8072.9999.2.0 octet_str 0x00ff10203040506070809aabbccddeeff001122\noverride .1.3.6.1.4.1.8072.9999.3.0 ipaddress 192.0.2.7\n',
    );
    process.env['SNMP_PERSISTENT_DIR'] = join(folder, 'state');
    server = await udpServer(
      net.b,
      161,
      'snmpd',
      '-f',
      '-Lo',
      '-C',
      '-c',
      join(folder, 'snmpd.conf'),
      '-I',
      '-smux,mteTrigger,mteTriggerConf',
      `--persistentDir=${folder}/state`,
    );
  });
  afterAll(async () => {
    await server.stop();
    net.remove();
    delete process.env['SNMP_PERSISTENT_DIR'];
    rmSync(folder, { recursive: true });
  });

  const theirs = (program: string, ...words: string[]): string =>
    execFileSync('ip', ['netns', 'exec', net.a, program, '-On', '-m', '', ...words], {
      encoding: 'utf8',
      env: { ...process.env, SNMPCONFPATH: folder },
    });
  const ours = async (action: string, ...words: string[]): Promise<string> => {
    const { out, err } = await runCli(['snmp', action, ...words, '--netns', net.a]);
    expect(err).toBe('');
    return out;
  };
  /** What changes from one look to the next. */
  const still = (text: string): string =>
    text
      .split('\n')
      .filter((line) => !/Timeticks|Counter(32|64)|^\.1\.3\.6\.1\.6\.3\.10\.2\.1\.3\.0|^\.1\.3\.6\.1\.2\.1\.(25|11|88|92)\./.test(line))
      .join('\n');

  it.each([['1'], ['2c']])('prints what snmpget and snmpwalk print: version %s', async (version) => {
    const how = ['-v', version, '-c', 'public', AGENT];
    expect(await ours('get', ...how, '1.3.6.1.2.1.1.5.0', '.1.3.6.1.2.1.1.2.0')).toBe(
      theirs('snmpget', ...how, '1.3.6.1.2.1.1.5.0', '.1.3.6.1.2.1.1.2.0'),
    );
    for (const root of ['1.3.6.1.2.1.1', '1.3.6.1.2.1.2', '1.3.6.1.4.1.8072.9999', '1.3.6.1.6.3.16.1.5.2.1.6', '1.3.6.1.2.1.1.5.0']) {
      const [mine, its] = [still(await ours('walk', ...how, root)), still(theirs('snmpwalk', ...how, root))];
      expect([root, mine]).toEqual([root, its]);
      expect(its.length).toBeGreaterThan(20);
    }
  });

  it('says of what is not there what version 2c says', async () => {
    for (const oid of ['1.3.6.1.2.1.1.99.0', '1.3.6.1.2.1.1.5.9'])
      expect(await ours('get', AGENT, oid)).toBe(theirs('snmpget', '-v', '2c', '-c', 'public', AGENT, oid));
    const { err, status } = await runCli(['snmp', 'get', '-v', '1', AGENT, '1.3.6.1.2.1.1.99.0', '--netns', net.a]);
    expect([status, err]).toEqual([1, expect.stringContaining('no_such_name (.1.3.6.1.2.1.1.99.0)')]);
  });

  it.each(USERS.map(([name, ...how]) => [name, how] as const))('speaks version 3 as user %s', async (name, how) => {
    const words = ['-v', '3', '-u', name, ...how, AGENT];
    expect(still(await ours('walk', ...words, '1.3.6.1.2.1.1'))).toBe(still(theirs('snmpwalk', ...words, '1.3.6.1.2.1.1')));
    expect(await ours('set', ...words, '1.3.6.1.4.1.8072.9999.1.0', 'i', '42')).toBe('.1.3.6.1.4.1.8072.9999.1.0 = INTEGER: 42\n');
    expect(theirs('snmpset', ...words, '1.3.6.1.4.1.8072.9999.1.0', 'i', '7')).toBe('.1.3.6.1.4.1.8072.9999.1.0 = INTEGER: 7\n');
  });

  it('says why a user is refused', async () => {
    const refusal = async (...words: string[]): Promise<string> =>
      (await runCli(['snmp', 'get', '-v', '3', '-t', '0.3', '-r', '1', ...words, AGENT, '1.3.6.1.2.1.1.5.0', '--netns', net.a])).err;
    expect(await refusal('-u', 'nobody')).toMatch(/does not know the user/);
    expect(await refusal('-u', 'md5', '-l', 'authNoPriv', '-A', 'wrong-password')).toMatch(/digest is wrong/);
    expect(
      await refusal('-u', 'shaaes', '-l', 'authPriv', '-a', 'SHA', '-A', 'auth-password', '-x', 'AES', '-X', 'wrong-password'),
    ).toMatch(/cannot decrypt|did not answer/);
  });
});

const OURS = '10.77.0.9';
const MAC = '02:00:00:00:00:99';
const OBJECTS = {
  '.1.3.6.1.2.1.1.1.0': 'a "quoted" box',
  '1.3.6.1.2.1.1.2.0': ['oid', '1.3.6.1.4.1.8072'],
  '1.3.6.1.2.1.1.3.0': ['time_ticks', 12_345],
  '1.3.6.1.2.1.1.5.0': () => 'box.example',
  // Of a table: out of order, and 10 comes after 9.
  '1.3.6.1.2.1.2.2.1.2.10': 'eth10',
  '1.3.6.1.2.1.2.2.1.2.9': 'eth9',
  '1.3.6.1.2.1.2.2.1.5.9': ['gauge32', 4_294_967_295],
  '1.3.6.1.2.1.2.2.1.5.10': ['gauge32', 0],
  '1.3.6.1.2.1.2.2.1.6.9': ['octets', Uint8Array.of(0, 255, 16)],
  '1.3.6.1.2.1.31.1.1.1.6.9': ['counter64', 2n ** 64n - 1n],
  '1.3.6.1.2.1.99.1.0': -7,
  '1.3.6.1.2.1.99.2.0': ['ip_address', '192.0.2.7'],
} as const;

describeIf(
  requireLive('snmpget', 'snmpwalk', 'snmpset', 'snmpgetnext', 'snmpbulkget', 'snmpbulkwalk'),
  "our agent, asked by net-snmp's programs",
  () => {
    let net: TwoNamespaces, host: LocalHost, machines: RunningMachines, folder: string;
    const isOurs = (address: string): boolean => address === OURS;
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`1.3.6.1.4.1.9999.1.${i}`, `object ${i} ${'.'.repeat(40)}`]));
    const agent = snmpMachine({ isOurs, objects: { ...OBJECTS, ...many } });
    beforeAll(async () => {
      net = twoNamespaces();
      folder = mkdtempSync(join(tmpdir(), 'pkw-snmp-'));

      host = linuxHost({ netns: net.b });
      machines = await startAnswering([arpMachine({ macOf: (address) => (isOurs(address) ? MAC : undefined) }), agent], {
        ...{ host, iface: 'vb', promiscuous: true },
      });
    });
    afterAll(async () => {
      await machines.stop();
      await host.close();
      net.remove();
      rmSync(folder, { recursive: true });
    });
    /** What a program says, and its status. Ours runs in this process: it must not wait for theirs. */
    const ask = (program: string, version: string, ...words: string[]): Promise<{ out: string; err: string; status: number }> =>
      new Promise((resolve) => {
        const all = ['netns', 'exec', net.a, program, '-On', '-m', '', '-t', '2', '-r', '0', '-v', version, '-c', 'public', OURS, ...words];
        execFile('ip', all, { encoding: 'utf8', env: { ...process.env, SNMP_PERSISTENT_DIR: folder } }, (error, stdout, stderr) =>
          resolve({ out: stdout, err: stderr.replace(/^Created directory: .*\n/gm, ''), status: error === null ? 0 : Number(error.code) }),
        );
      });

    const system = [
      '.1.3.6.1.2.1.1.1.0 = STRING: "a \\"quoted\\" box"',
      '.1.3.6.1.2.1.1.2.0 = OID: .1.3.6.1.4.1.8072',
      '.1.3.6.1.2.1.1.3.0 = Timeticks: (12345) 0:02:03.45',
      '.1.3.6.1.2.1.1.5.0 = STRING: "box.example"',
    ];
    const table = [
      '.1.3.6.1.2.1.2.2.1.2.9 = STRING: "eth9"',
      '.1.3.6.1.2.1.2.2.1.2.10 = STRING: "eth10"',
      '.1.3.6.1.2.1.2.2.1.5.9 = Gauge32: 4294967295',
      '.1.3.6.1.2.1.2.2.1.5.10 = Gauge32: 0',
      '.1.3.6.1.2.1.2.2.1.6.9 = Hex-STRING: 00 FF 10 ',
    ];
    const long = '.1.3.6.1.2.1.31.1.1.1.6.9 = Counter64: 18446744073709551615';
    const rest = ['.1.3.6.1.2.1.99.1.0 = INTEGER: -7', '.1.3.6.1.2.1.99.2.0 = IpAddress: 192.0.2.7'];
    const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

    it('walks: version 1 does not see numbers of 64 bits', async () => {
      expect(await ask('snmpwalk', '2c', '1.3.6.1.2.1')).toEqual({ status: 0, err: '', out: text([...system, ...table, long, ...rest]) });
      expect(await ask('snmpwalk', '1', '1.3.6.1.2.1')).toEqual({ status: 0, err: '', out: text([...system, ...table, ...rest]) });
      expect(await ask('snmpbulkwalk', '2c', '1.3.6.1.2.1')).toEqual({
        status: 0,
        err: '',
        out: text([...system, ...table, long, ...rest]),
      });
    });

    it('a large table in bulk, as far as a message goes', async () => {
      const { out } = await ask('snmpbulkwalk', '2c', '-Cr100', '1.3.6.1.4.1.9999');
      const lines = out.trim().split('\n');
      expect(lines.pop()).toContain('No more variables left in this MIB View');
      expect(lines.map((line) => / = STRING: "object (\d+)/.exec(line)?.[1])).toEqual(Array.from({ length: 300 }, (_, i) => `${i}`));
      const { out: one } = await ask('snmpwalk', '2c', '1.3.6.1.4.1.9999.1.5');
      expect(one).toContain('.1.3.6.1.4.1.9999.1.5 = STRING: "object 5 ');
    });

    it('gets, and says what there is not', async () => {
      expect((await ask('snmpget', '2c', '1.3.6.1.2.1.1.5.0', '1.3.6.1.2.1.1.3.0')).out).toBe(text([system[3] ?? '', system[2] ?? '']));
      expect((await ask('snmpget', '2c', '1.3.6.1.2.1.1.5.9', '1.3.6.1.2.1.7.1.0')).out).toBe(
        text([
          '.1.3.6.1.2.1.1.5.9 = No Such Instance currently exists at this OID',
          '.1.3.6.1.2.1.7.1.0 = No Such Object available on this agent at this OID',
        ]),
      );
      const refused = await ask('snmpget', '1', '1.3.6.1.2.1.1.5.0', '1.3.6.1.2.1.7.1.0');
      expect([refused.status, refused.err]).toEqual([
        2,
        expect.stringMatching(/noSuchName[\s\S]*Failed object: \.1\.3\.6\.1\.2\.1\.7\.1\.0/),
      ]);
      expect((await ask('snmpgetnext', '2c', '1.3.6.1.2.1.2.2.1.2.9')).out).toBe(text([table[1] ?? '']));
      expect((await ask('snmpbulkget', '2c', '-Cn1', '-Cr2', '1.3.6.1.2.1.1.1', '1.3.6.1.2.1.2.2.1.2', '1.3.6.1.2.1.2.2.1.5')).out).toBe(
        text([system[0] ?? '', table[0] ?? '', table[2] ?? '', table[1] ?? '', table[3] ?? '']),
      );
      expect((await ask('snmpgetnext', '2c', '1.3.6.1.9')).out).toContain('No more variables left in this MIB View');
      expect((await ask('snmpgetnext', '1', '1.3.6.1.9')).err).toContain('noSuchName');
    });

    it('refuses to set, and does not answer another community', async () => {
      expect((await ask('snmpset', '2c', '1.3.6.1.2.1.1.5.0', 's', 'x')).err).toContain('Reason: notWritable');
      expect((await ask('snmpset', '1', '1.3.6.1.2.1.1.5.0', 's', 'x')).err).toContain('noSuchName');
      expect((await ask('snmpget', '2c', '-c', 'private', '1.3.6.1.2.1.1.5.0')).err).toBe(`Timeout: No Response from ${OURS}.\n`);
      expect(agent.stats.failures).toBe(0);
    });
  },
);
