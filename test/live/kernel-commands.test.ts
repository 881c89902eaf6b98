/** `pkw ifaces`, `routes` and `neigh` beside `ip`. */
import { existsSync } from 'node:fs';
import { execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BuiltCli, buildCli } from '../support/built-cli.ts';
import { withAddon } from '../support/with-addon.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';

type Json = Record<string, unknown>;
const start = promisify(execFile);

describeIf(requireLive(), "commands about the kernel's tables", () => {
  let net: TwoNamespaces;
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    net = twoNamespaces();
    ip('route', 'add', 'default', 'via', '10.77.0.2', 'metric', '50');
    ip('route', 'add', '198.51.100.0/24', 'nexthop', 'via', '10.77.0.2', 'weight', '2', 'nexthop', 'via', '10.77.0.3');
    ip('route', 'add', 'blackhole', '203.0.113.0/24', 'proto', 'static');
    ip('route', 'add', '192.0.2.1', 'dev', 'va', 'table', '77');
    ip('neigh', 'add', '10.77.0.9', 'lladdr', '02:00:00:00:00:09', 'dev', 'va', 'nud', 'stale');
  });
  afterAll(() => {
    net.remove();
    cli.remove();
  });

  const ip = (...words: string[]): string => run('ip', '-n', net.a, ...words);
  const pkw = async (...words: string[]): Promise<string> => (await start(cli.path, [...words, '--netns', net.a])).stdout;
  const objects = (text: string): Json[] =>
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Json);
  /** ip ends lines and words with blanks. */
  const tidy = (text: string): string => text.replaceAll(/ +/g, ' ').replaceAll(/ +$/gm, '');

  it('pkw routes has the text of ip route', async () => {
    expect(await pkw('routes')).toBe(tidy(ip('-4', 'route')));
    expect(await pkw('routes', '--table', 'local')).toBe(tidy(ip('-4', 'route', 'show', 'table', 'local')));
    expect(await pkw('routes', '-4')).toBe(tidy(ip('-4', 'route')));
    expect(await pkw('routes', '-6')).toBe('');
    // ip sorts by table, the kernel by its own order.
    const lines = (text: string): string[] => tidy(text).replaceAll('\n\t', ' ').split('\n').sort();
    expect(lines(await pkw('routes', '--table', 'all'))).toEqual(lines(ip('-4', 'route', 'show', 'table', 'all')));
  });

  it('pkw routes --json has an object a route', async () => {
    expect(objects(await pkw('routes', '--json', '--table', '77'))).toEqual([
      { schema: 1, destination: '192.0.2.1/32', iface: 'va', table: 77, type: 'unicast', scope: 'link', protocol: 3 },
    ]);
  });

  it('pkw routes get gives the way to an address', async () => {
    expect(await pkw('routes', 'get', '8.8.8.8')).toBe('8.8.8.8 via 10.77.0.2 dev va src 10.77.0.1 mtu 1500\n');
    expect(objects(await pkw('routes', 'get', '10.77.0.2', '--json'))).toEqual([
      { schema: 1, to: '10.77.0.2', iface: 'va', source: '10.77.0.1', mtu: 1500 },
    ]);
    await expect(pkw('routes', 'get', '203.0.113.7')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/there is no route to 203\.0\.113\.7 \(EINVAL\)/) as unknown,
    });
    await expect(pkw('routes', 'drop')).rejects.toMatchObject({ code: 2 });
  });

  it('pkw neigh has the text of ip neigh', async () => {
    expect((await pkw('neigh')).split('\n').sort()).toEqual(tidy(ip('neigh')).split('\n').sort());
    expect(objects(await pkw('neigh', '--json', '-i', 'va'))).toContainEqual({
      schema: 1,
      iface: 'va',
      address: '10.77.0.9',
      mac: '02:00:00:00:00:09',
      state: 'stale',
    });
  });

  it('pkw ifaces lists all, any and nflog', async () => {
    expect((await pkw('ifaces')).split('\n').map((line) => line.trim().split(/\s{2,}/))).toEqual([
      ['name', 'state', 'mtu', 'mac', 'addresses'],
      ['1', 'lo', 'up', '65536', '00:00:00:00:00:00', '127.0.0.1/8'],
      ['2', 'va', 'up', '1500', '02:00:00:00:00:0a', '10.77.0.1/24'],
      ['any', '(all interfaces at once, for captures)'],
      ...(existsSync('/proc/net/netfilter/nfnetlink_log')
        ? [['nflog', '(packets that the firewall logs; nflog:GROUP for a group other than 0)']]
        : []),
      [''],
    ]);
    const [, va] = objects(await pkw('ifaces', '--json'));
    expect(va).toMatchObject({
      schema: 1,
      name: 'va',
      index: 2,
      linkType: 1,
      mac: '02:00:00:00:00:0a',
      addresses: ['10.77.0.1/24'],
      up: true,
    });
    await expect(pkw('ifaces', '-i', 'nope')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no interface nope') as unknown,
    });
    await expect(start(cli.path, ['ifaces', '--netns', 'no-such-one'])).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no network namespace no-such-one') as unknown,
    });
  });

  it('pkw ifaces --live counts what goes through', async () => {
    const before = Number((JSON.parse(ip('-j', '-s', 'link', 'show', 'va')) as { stats64: { tx: Json } }[])[0]?.stats64.tx['packets']);
    // For as long as it looks, however late it begins; two minutes at most.
    const traffic = spawn('ip', ['netns', 'exec', net.a, 'ping', '-q', '-c', '12000', '-i', '0.01', '10.77.0.2'], { stdio: 'ignore' });
    const ended = new Promise((resolve) => traffic.on('exit', resolve));
    const watching = pkw('ifaces', '--live', '--count', '2', '--json', '-i', 'va').finally(() => traffic.kill());
    const seen = objects(await watching);
    await ended;
    const after = Number((JSON.parse(ip('-j', '-s', 'link', 'show', 'va')) as { stats64: { tx: Json } }[])[0]?.stats64.tx['packets']);
    expect(seen.map(({ name }) => name)).toEqual(['va', 'va']);
    const counted = seen.reduce((sum, { txPackets }) => sum + Number(txPackets), 0);
    expect(counted).toBeGreaterThan(0);
    // Rates of a second each: as many as there were, give or take what a second that was not quite one makes of them.
    expect(counted).toBeLessThanOrEqual((after - before) * 1.2);
  });
});
