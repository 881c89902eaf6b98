/** `pkw dns` and the DNS client against BIND and dnsmasq: the same questions as dig, the same text. */
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DnsCache } from '../../src/exchange/clients/dns/dns-cache.ts';
import { dnsQuery } from '../../src/exchange/clients/dns/dns-query.ts';
import type { DnsRecord } from '../../src/exchange/clients/dns/question.ts';
import { walkDns } from '../../src/exchange/clients/dns/walk.ts';
import { transferZone } from '../../src/exchange/clients/dns/zone-transfer.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import { run as runNow, requireLive, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { type RunningServer, startDnsmasq, startNamed } from '../support/programs/name-servers.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';

const SERVER = '10.77.0.2';
const run = promisify(execFile);
const zone = readFileSync(new URL('../fixtures/dns/all-types.zone', import.meta.url), 'utf8');

/** What differs from one run to the next: program, identifiers, cookies, times. */
const masked = (text: string): string =>
  text
    .replace(/<<>> \S+ \S+ <<>>/g, '<<>> PROGRAM <<>>')
    .replace(/, id: \d+/g, ', id: N')
    .replace(/COOKIE: [\da-f]+/g, 'COOKIE: C')
    .replace(/Query time: \d+ msec/g, 'Query time: T msec')
    .replace(/in \d+ ms/g, 'in T ms')
    .replace(/WHEN: .*/g, 'WHEN: W');

describeIf(requireLive('named', 'dig', 'dnsmasq'), 'pkw dns', () => {
  let net: TwoNamespaces;
  const servers: RunningServer[] = [];
  let files = '';

  beforeAll(async () => {
    net = twoNamespaces();
    files = `/etc/netns/${net.a}`;
    mkdirSync(files, { recursive: true });
    writeFileSync(`${files}/resolv.conf`, `nameserver ${SERVER}\n`);
    // dig +trace asks the system for the addresses of servers.
    writeFileSync(`${files}/hosts`, '10.77.0.3 ns.root\n10.77.0.4 ns.test\n10.77.0.2 ns1.example.test\n');
    for (const address of ['10.77.0.3/24', '10.77.0.4/24']) runNow('ip', '-n', net.b, 'address', 'add', address, 'dev', 'vb');
    const starting = [
      startDnsmasq(net.b, SERVER, [
        ...[
          '--port=54',
          '--local=/lan/',
          '--host-record=h.lan,192.0.2.7,2001:db8::7,77',
          '--txt-record=t.lan,one,"two words"',
          '--cname=c.lan,h.lan',
        ],
        ...['--mx-host=lan,mail.lan,10', '--srv-host=_sip._tcp.lan,h.lan,5060,1,2', '--ptr-record=9.2.0.192.in-addr.arpa,nine.lan'],
        ...[
          '--caa-record=lan,0,issue,ca.example',
          '--naptr-record=lan,1,2,S,SIP,,h.lan',
          '--address=/wild.lan/192.0.2.9',
          '--dns-rr=lan,65280,01:23:45',
          '--no-round-robin',
        ],
      ]),
      startNamed(net.b, {
        address: '10.77.0.3; 10.77.0.4;',
        conf: `view root { match-destinations { 10.77.0.3; }; zone "." { type primary; file "root"; }; };
          view test { match-destinations { 10.77.0.4; }; zone "test" { type primary; file "test"; }; };`,
        files: {
          root: '$TTL 300\n. SOA ns.root. h. 1 2 3 4 5\n. NS ns.root.\nns.root. A 10.77.0.3\ntest. NS ns.test.\nns.test. A 10.77.0.4\n',
          test: '$TTL 300\n@ SOA ns h 1 2 3 4 5\n@ NS ns\nns A 10.77.0.4\nexample NS ns1.example\nns1.example A 10.77.0.2\n',
        },
      }),
      startNamed(net.b, {
        address: `${SERVER};`,
        conf: `zone "example.test" { type primary; file "all.zone"; check-names ignore; };
        zone "2.0.192.in-addr.arpa" { type primary; file "reverse.zone"; };`,
        files: {
          'all.zone': zone,
          'reverse.zone': '$TTL 300\n@ SOA ns1.example.test. h.example.test. 1 2 3 4 5\n@ NS ns1.example.test.\n1 PTR farm.example.test.\n',
        },
      }),
    ];
    for (const one of starting) servers.push(await one);
  }, 20_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    net.remove();
    rmSync(files, { recursive: true, force: true });
  });

  const dig = async (words: readonly string[]): Promise<string> => (await run('ip', ['netns', 'exec', net.a, 'dig', ...words])).stdout;
  const ours = async (words: readonly string[]): Promise<string> => {
    const { out, err, status } = await runCli(['dns', '--netns', net.a, ...words]);
    expect([words, err, status]).toEqual([words, '', 0]);
    return out;
  };

  const n = (names: string, ...more: string[]): string[][] => names.split(' ').map((name) => [`${name}.example.test`, ...more]);
  const HOST = 'HINFO RP AFSDB X25 ISDN RT NSAP PX GPOS LOC NAPTR KX CERT APL DS SSHFP IPSECKEY DHCID TLSA SMIMEA HIP CDS CDNSKEY';
  const MORE = 'OPENPGPKEY CSYNC ZONEMD SPF NID L32 L64 LP EUI48 EUI64 URI AVC';
  const plain: string[][] = [
    ...['A', 'SOA', 'NS', 'MX', 'TXT', 'CAA', 'AAAA'].map((type) => ['example.test', type]),
    ...`${HOST} ${MORE}`.split(' ').map((type) => ['host.example.test', type]),
    ...n('farm mail www dangling outside loop1 nowhere deep.ent ent a.b.wild upper UPPER below.dn'),
    ...n('farm mail', 'AAAA'),
    ...n('long octets a.wild', 'TXT'),
    ...n('svc svc2', 'HTTPS'),
    ...n('svc', 'SVCB'),
    ...n('ipsec2 ipsec3 ipsec4', 'IPSECKEY'),
    ...n('loc2', 'LOC'),
    ...n('cert2', 'CERT'),
    ...n('_sip._tcp', 'SRV'),
    ...n('unknown', 'TYPE731'),
    ...n('empty', 'TYPE65280'),
    ...n('wks', 'WKS'),
    ...n('nsec', 'NULL'),
    ...n('amtrelay', 'AMTRELAY'),
    ...n('doa', 'DOA'),
    ...n('a6', 'A6'),
    ...n('atma', 'ATMA'),
    ...n('sub www.sub'),
    ['sub.example.test', 'DS'],
    ['we\\.ird\\(x\\)\\;\\@\\$.example.test'],
    ['\\001\\255sp\\032ace.example.test'],
    ['averyveryverylongnameindeedthatpassesthecolumn.example.test'],
    ['big.example.test', 'TXT'],
    ['example.org', 'A'],
    ['farm.example.test', 'A'],
    ['example.test', 'DNSKEY'],
  ];
  const withOptions: string[][] = [
    ['big.example.test', 'TXT', '+ignore', '+bufsize=600'],
    ['big.example.test', 'TXT', '+short'],
    ['host.example.test', 'ANY'],
    ['+nocmd', '-x', '192.0.2.1'],
    ['+nocmd', '-t', 'MX', '-q', 'example.test', '-p', '53', '-4', '-b', '10.77.0.1'],
    ['farm.example.test', 'mail.example.test', 'MX'],
    ['farm.example.test', '+short'],
    ['www.example.test', '+short', '+identify'],
    ['farm.example.test', '+tcp', '+nocookie'],
    ['farm.example.test', '+noall', '+answer'],
    ['farm.example.test', '+noall', '+comments'],
    ['farm.example.test', '+noall', '+stats'],
    ['farm.example.test', '+noall', '+question'],
    ['farm.example.test', '+nocomments'],
    ['farm.example.test', '+noedns', '+nostats', '+nocmd'],
    ['farm.example.test', '+qr', '+dnssec'],
    ['farm.example.test', '+nottlid'],
    ['farm.example.test', '+noclass', '+ttlunits'],
    ['farm.example.test', '+noclass', '+nottlid'],
    ['farm.example.test', '+noquestion', '+noauthority', '+noadditional', '+norec', '+cdflag'],
    ['example.test', 'SOA', '+nsid', '+expire', '+keepalive', '+padding=64', '+subnet=1.2.3.0/24', '+ednsopt=65001:6162'],
    ['example.test', 'SOA', '+qr', '+nsid', '+keepalive', '+subnet=2001:db8::/56', '+ednsopt=65001:6162', '+nocookie'],
    ['host.example.test', 'L32', '+unknownformat'],
    ['farm.example.test', '+opcode=notify'],
    ['version.bind', 'CH', 'TXT'],
    ['example.test', 'AXFR'],
    ['example.test', 'AXFR', '+short'],
    ['example.test', 'AXFR', '+noall', '+answer'],
  ];

  /** Whether dig and we print the same. */
  const same = async (words: readonly string[]): Promise<void> => {
    const all = [`@${SERVER}`, ...words];
    const [theirs, own] = await Promise.all([dig(all), ours(all)]);
    expect(masked(own)).toBe(masked(theirs));
  };

  it(`prints what dig prints: ${plain.length} questions at BIND`, async () => {
    expect(plain.length).toBeGreaterThan(60);
    await same(['+nocmd', ...plain.flat()]);
  });

  it.each(withOptions.map((words) => [words.join(' '), words] as const))('prints what dig prints: %s', async (_, words) => same(words));

  it('prints what dig prints at dnsmasq', async () => {
    const lan = [
      'h.lan',
      'h.lan',
      'AAAA',
      't.lan',
      'TXT',
      'c.lan',
      'lan',
      'MX',
      '_sip._tcp.lan',
      'SRV',
      'lan',
      'CAA',
      'lan',
      'NAPTR',
      'lan',
      'TYPE65280',
    ];
    await same([
      '+nocmd',
      '-p',
      '54',
      ...lan,
      'x.wild.lan',
      'nowhere.lan',
      'h.lan',
      'MX',
      '9.2.0.192.in-addr.arpa',
      'PTR',
      '7.2.0.192.in-addr.arpa',
      'PTR',
    ]);
  });

  it("asks the servers of the namespace's resolv.conf", async () => {
    const words = ['farm.example.test'];
    expect(masked(await ours(words))).toBe(masked(await dig(words)));
  });

  it('walks from the root, as dig +trace does', async () => {
    const words = ['@10.77.0.3', '+trace', 'farm.example.test'];
    expect(masked(await ours(words))).toBe(masked(await dig(words)));
    await using host = linuxHost({ netns: net.a });
    const zones: string[] = [];
    for await (const step of walkDns('farm.example.test', { host, servers: '10.77.0.3' }))
      zones.push(`${step.zone} ${step.serverName} ${step.referral}`);
    expect(zones).toEqual(['. undefined true', '. ns.root. true', 'test. ns.test. true', 'example.test. ns1.example.test. false']);
  });

  it('gives answers as objects', async () => {
    const { out } = await runCli(['dns', '--netns', net.a, '--json', `@${SERVER}`, 'mail.example.test', 'example.test', 'MX']);
    const [first, second] = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      status: 'NOERROR',
      server: SERVER,
      answer: [{ name: 'mail.example.test.', ttl: 300, data: '192.0.2.25' }],
    });
    expect(second.answer.map(({ data }: { data: string }) => data)).toEqual(['10 mail.example.test.', '20 mail.example.net.']);
  });

  it('has typed answers: aliases, negative ones, a transfer, truncation', async () => {
    await using host = linuxHost({ netns: net.a });
    const o = { host, servers: SERVER };
    const cache = new DnsCache({ clock: host.clock });
    const www = await dnsQuery('www.example.test', { ...o, cache });
    expect([www.names.at(-1), www.records.map(({ rdata }) => rdata), www.edns?.udpSize]).toEqual([
      'farm.example.test.',
      ['192.0.2.1', '192.0.2.2'],
      1232,
    ]);
    const big = await dnsQuery('big.example.test', { ...o, type: 'TXT' });
    expect([big.transport, big.truncatedBefore, big.attempts]).toEqual(['tcp', true, 2]);
    // RFC 2308: the SOA record says how long that is remembered.
    const missing = await dnsQuery('nowhere.example.test', { ...o, cache });
    const none = await dnsQuery('mail.example.test', { ...o, type: 'MX', cache });
    expect([missing.status, none.status, none.records, cache.size]).toEqual(['NXDOMAIN', 'NOERROR', [], 3]);
    expect((await dnsQuery('NOWHERE.example.test', { ...o, cache })).server).toBeUndefined();
    const records: DnsRecord[] = [];
    for await (const part of transferZone('example.test', o)) records.push(...part.records);
    expect([records[0]?.type, records.at(-1)?.type, records.length]).toEqual([6, 6, 99]);
    await expect(transferZone('example.org', o).next()).rejects.toThrow(`no transfer of example.org from ${SERVER} port 53: NOTAUTH`);
    await expect(dnsQuery('a.example', { host, servers: SERVER, port: 5, timeoutMs: 300 })).rejects.toMatchObject({
      code: 'ERR_NO_ANSWER',
    });
    const lower = await dnsQuery('www.example.test', { ...o, randomCase: true, edns: { do: true } });
    expect(lower.status).toBe('NOERROR');
  });

  it('says what is wrong in one line', async () => {
    for (const [words, line] of [
      [['+shrot'], 'pkw dns: +shrot: no such option; did you mean'],
      [['+time=x'], 'pkw dns: +time=x: expected a whole number from 1 to 3600'],
      [['-x', 'a.example'], "pkw dns: 'a.example' is not an address"],
    ] as const) {
      const { err, out } = await runCli(['dns', '--netns', net.a, `@${SERVER}`, ...words]);
      expect([out, err.slice(0, line.length), err.trim().split('\n').length]).toEqual(['', line, 1]);
    }
  });
});
