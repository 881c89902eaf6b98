/** Options and words that a command would take and do nothing with. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { all, describeIf, requireAddon, requireRoot } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const capture = fileURLToPath(new URL('../fixtures/captures/zeek+zeek/testing/btest/Traces/tcp-syslog.pcap', import.meta.url));

const refused = async (words: readonly string[]): Promise<string> => {
  const { status, out, err } = await runCli(words);
  expect([words, status, out]).toEqual([words, 2, '']);
  return err;
};

describe('an option that means something with another only', () => {
  it.each([
    [['firewall', 'clear', '--local-port', '3'], 'pkw firewall: --local-port needs guard; '],
    [['firewall', 'list', '--protocol', 'udp'], 'pkw firewall: --protocol needs guard; '],
    [['firewall', '--remote-address', '192.0.2.1'], 'pkw firewall: --remote-address needs guard; '],
    [['routes', '--from', '192.0.2.1'], 'pkw routes: --from needs get ADDR; '],
    [['ifaces', '-c', '3'], 'pkw ifaces: -c needs --live; '],
    [['dump', '--micro'], 'pkw dump: --micro needs -w FILE; '],
    [['dump', '-w', 'x.pcap', '--nano', '--micro'], 'pkw dump: --nano and --micro cannot be used together; '],
  ])('%j', async (words, what) => {
    expect(await refused(words)).toContain(what);
  });
});

describe('a word that is wrong is a usage error that names what was expected', () => {
  it.each([
    [['routes', 'foo'], "pkw routes: 'foo': expected get ADDR, or nothing"],
    [['routes', 'get'], "pkw routes: 'get': expected get ADDR, or nothing"],
    [['routes', 'get', 'foo'], "pkw routes: get 'foo': expected an IPv4 or IPv6 address"],
    [['routes', 'get', '192.0.2.1', '--from', 'x'], "pkw routes: --from 'x': expected an IPv4 or IPv6 address"],
    [['firewall', 'foo'], "pkw firewall: 'foo': expected list, clear or guard"],
    [['firewall', 'guard', '--local-port', '1', '--local-address', 'foo'], "pkw firewall: --local-address 'foo': expected an IPv4 or IPv6"],
    [['firewall', 'guard', '--local-port', 'http'], "pkw firewall: --local-port 'http': expected 1 … 65535"],
    [['read', 'x', '-T', 'nothing'], 'Allowed choices are fields, text, json; see: '],
    [['read', 'x', '-O', 'foo'], 'pkw read: -O foo: unknown protocol; pkw ls lists the layers'],
  ])('%j', async (words, what) => {
    expect(await refused(words)).toContain(what);
  });

  it.each([
    ['read', '-u', 's'],
    ['read', '-Q'],
    ['read', '-U', 'x'],
    ['read', '-g'],
    ['read', '--disable-protocol', 'tcp'],
    ['read', '--capture-comment', 'x'],
    ['dump', '--skip', '3'],
    ['dump', '--fp-type'],
  ])('%s %s of another tool has a remedy', async (command, ...words) => {
    const err = await refused([command, 'x', ...words]);
    expect(err).not.toContain('see: pkw help');
    expect(err).toContain('unknown option');
  });

  it('dump -V is a list of captures, not a tree', async () => {
    expect(await refused(['dump', '-V', 'files'])).toContain('for several captures');
  });
});

describeIf(requireAddon(), 'an interface that is not there', () => {
  it.each([['neigh'], ['routes'], ['ifaces']])('is an error of %s', async (command) => {
    const { status, out, err } = await runCli([command, '-i', 'nosuch0']);
    expect([status, out]).toEqual([1, '']);
    expect(err).toBe(`pkw ${command}: there is no interface nosuch0; pkw ifaces lists the interfaces\n`);
  });
});

describe('text that is no hex dump', () => {
  it('is told', async () => {
    const prose = await runCli(['read', '--from-hexdump', '-'], { stdin: Buffer.from('Dear all,\nthere is nothing here.\n') });
    expect(prose).toMatchObject({ status: 1, out: '', err: expect.stringContaining('standard input: no packet in this text') });
  });
});

describe('what a terminal shows', () => {
  it('has the escape character of a filter as all errors have it', async () => {
    const { err } = await runCli(['dump', '-r', capture, 'tcp \u001b[31m']);
    expect(err).toContain('\\u001b[31m');
  });

  it('has the cause why a file cannot be written', async () => {
    const { status, err } = await runCli(['dump', '-r', capture, '-w', '/nowhere/x.pcap']);
    expect([status, err]).toEqual([1, 'pkw dump: /nowhere/x.pcap: cannot write: no such file or folder\n']);
  });

  it('has the fields of all protocols in lines that can be read', async () => {
    const { out } = await runCli(['fields']);
    const lines = out.split('\n');
    expect(lines[0]?.indexOf('text')).toBeLessThan(200);
    expect(lines.filter((line) => line.length > 300)).toEqual([]);
  });
});

describeIf(all(requireRoot(), requireAddon()), 'a user that is not there', () => {
  it('is told without the counters of a capture', async () => {
    const { status, err } = await runCli(['dump', '-i', 'lo', '-Z', 'nosuchuser', '-c', '1']);
    expect(status).toBe(1);
    expect(err).not.toContain('captured');
  });
});
