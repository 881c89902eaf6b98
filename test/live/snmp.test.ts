/** Our SNMP client beside net-snmp's, at snmpd. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { type UdpServer, udpServer } from '../support/programs/udp-server.ts';

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
