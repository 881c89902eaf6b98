/** `pkw dns` beside dig at a server that answers badly, and where there is none: the same lines, the same exit status. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dnsQuery } from '../../src/exchange/clients/dns/dns-query.ts';
import { transferZone } from '../../src/exchange/clients/dns/zone-transfer.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { type UdpServer, udpServer } from '../support/programs/udp-server.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const SERVER = '10.77.0.2';
const PORT = '5300';
const AT = [`@${SERVER}`, '-p', PORT];

/** What differs from one run to the next: program, identifiers, times, and the first row of a dump, which has the identifier. */
const masked = (text: string): string =>
  text
    .replace(/<<>> \S+ \S+ <<>>/g, '<<>> PROGRAM <<>>')
    .replace(/, id: \d+/g, ', id: N')
    .replace(/expected ID \d+/g, 'expected ID N')
    .replace(/Query time: \d+ msec/g, 'Query time: T msec')
    .replace(/WHEN: .*/g, 'WHEN: W')
    .replace(/^(\d+ bytes\n).. ..(.{52})../gm, '$1ID ID$2..');

describeIf(requireLive('dig'), 'pkw dns at a server that answers badly', () => {
  let net: TwoNamespaces, server: UdpServer;
  beforeAll(async () => {
    net = twoNamespaces();
    // Linux holds "port unreachable" back where many are due (icmp(7)): here each one is wanted.
    run('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv4.icmp_ratelimit=0');
    server = await udpServer(
      net.b,
      Number(PORT),
      process.execPath,
      fileURLToPath(new URL('../support/servers/damaged-dns.mjs', import.meta.url)),
      SERVER,
      PORT,
    );
  }, 20_000);
  afterAll(async () => {
    await server.stop();
    net.remove();
  });

  const dig = (words: readonly string[]): Promise<{ out: string; status: number }> =>
    new Promise((resolve) => {
      execFile('ip', ['netns', 'exec', net.a, 'dig', ...words], (error, out) =>
        resolve({ out: masked(out), status: error === null ? 0 : Number(error.code) }),
      );
    });
  const ours = async (words: readonly string[]): Promise<{ out: string; status: number }> => {
    const { out, err, status } = await runCli(['dns', '--netns', net.a, ...words]);
    expect(err).toBe('');
    return { out: masked(out), status };
  };

  it.each([
    ...['loop', 'behindend', 'label', 'long', 'cut', 'cutquestion', 'cuthead', 'count', 'uncounted', 'behind', 'shortdata'],
    ...['longdata', 'alias', 'cutalias', 'longalias', 'mx', 'text', 'two', 'controls', 'controlstext'],
    ...['wrongid', 'wrongquestion', 'short', 'tcpid'],
  ])('%s', async (way) => {
    const words = [...AT, `${way}.x`, '+nocookie', '+time=2', '+tries=1'];
    expect(await ours(words)).toEqual(await dig(words));
  });

  it.each([
    ['a connection that ends within the answer', ['tcphalf.x', '+time=2', '+tries=2']],
    ['a connection on which nothing comes', ['tcpsilent.x', '+time=1', '+tries=1']],
    ['an answer that is too long for UDP', ['tcpgood.x', '+time=2']],
    ['a truncated answer that is wanted so', ['tcpclose.x', '+ignore', '+time=2']],
    ['nothing', ['silent.x', '+time=1', '+tries=2']],
    ['nothing, +short', ['silent.x', '+short', '+time=1', '+tries=1']],
    ['a refused transfer', ['refused.x', 'AXFR']],
    ['a refused transfer, +short', ['refused.x', 'AXFR', '+short']],
    ['words in another order', ['-x', '192.0.2.80', '-4', '+time=2', '-t', 'PTR']],
  ])('%s', async (_, more) => {
    const words = [...AT, ...more];
    expect(await ours(words)).toEqual(await dig(words));
  });

  it.each([
    ['UDP', ['good.x', '+time=1', '+tries=2']],
    ['TCP', ['good.x', '+tcp', '+time=1', '+tries=2']],
    ['AXFR', ['good.x', 'AXFR', '+tries=2']],
    ['+short', ['good.x', '+short', '+tries=1']],
    ['two questions', ['+tries=1', 'good.x', 'good.y']],
  ])('a port that nobody listens on, %s', async (_, more) => {
    const words = [`@${SERVER}`, '-p', '5399', ...more];
    expect(await ours(words)).toEqual(await dig(words));
  });

  it.each([[[]], [['+tcp']]])('a server that no way leads to %j', async (more) => {
    const words = ['@192.0.2.9', 'good.x', '+time=1', '+tries=2', ...more];
    expect(await ours(words)).toEqual(await dig(words));
  });

  it('says the same in JSON: a failure is one line, damage is told beside what could be read', async () => {
    const failed = await runCli(['dns', '--netns', net.a, '--json', ...AT, 'tcpclose.x']);
    expect(failed).toMatchObject({ status: 9, out: '' });
    expect(failed.err).toBe(`pkw dns: ${SERVER} port 5300 gave a truncated answer, and none over TCP; +ignore takes it as it is\n`);
    const damaged = await runCli(['dns', '--netns', net.a, '--json', ...AT, 'behindend.x']);
    expect(JSON.parse(damaged.out)).toMatchObject({ answer: [], issues: ['bad compression pointer, at octet 29'] });
  });

  it('is told by dnsQuery, with what happened on the way', async () => {
    await using host = linuxHost({ netns: net.a });
    const asking = { host, servers: SERVER, port: Number(PORT), edns: false } as const;
    const issuesOf = async (name: string) => (await dnsQuery(name, asking)).issues.map(({ kind, offset }) => [kind, offset]);
    expect(await issuesOf('good.x')).toEqual([]);
    expect(await issuesOf('count.x')).toEqual([['cut', 41]]);
    expect(await issuesOf('behind.x')).toEqual([['behind', 42]]);
    expect(await issuesOf('alias.x')).toEqual([['pointer', 37]]);
    const seen: string[] = [];
    const answer = await dnsQuery('tcphalf.x', { ...asking, onEvent: ({ kind, transport }) => seen.push(`${kind} ${transport}`) });
    expect(seen).toEqual(['truncated udp', 'failed tcp']);
    expect(answer.message.tc).toBe(1);
    const passed: unknown[] = [];
    await dnsQuery('wrongid.x', { ...asking, onEvent: (e) => e.kind === 'passed-over' && passed.push([e.why, e.octets.length]) });
    expect(passed).toEqual([['identifier', 43]]);
    const transfer = transferZone('refused.x', { host, servers: SERVER, port: Number(PORT) });
    await expect(transfer.next()).rejects.toMatchObject({ code: 'ERR_NO_ANSWER', details: { rcode: 5 } });
  });
});
