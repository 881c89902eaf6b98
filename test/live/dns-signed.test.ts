/** Signed zones, servers at IPv6 addresses, and answers that a resolver has checked: our text beside dig's, at BIND. */
import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { dnsQuery } from '../../src/exchange/clients/dns/dns-query.ts';
import { banner } from '../../src/exchange/clients/stream/banner.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import { enableIpv6, requireLive, run as runNow, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { type RunningServer, startNamed } from '../support/programs/name-servers.ts';
import { describeIf } from '../support/require.ts';
import { runCli } from '../support/run-cli.ts';
import { running, type Running } from '../support/servers/dhcp-servers.ts';

const run = promisify(execFile);
const SERVER = '10.77.0.2';
const SERVER_6 = '2001:db8:77::2';
/** The one that checks signatures. */
const RESOLVER = '10.77.0.3';
const ZONE = `$TTL 300
@ SOA ns h 1 7200 600 86400 60
@ NS ns
@ MX 10 mail
ns A ${SERVER}
mail A 192.0.2.25
mail AAAA 2001:db8::25
www CNAME mail
*.wild TXT "a star"
deep.ent A 192.0.2.7
sub NS ns.sub
sub DS 4711 13 2 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
ns.sub A 192.0.2.53
open NS ns.open
ns.open A 192.0.2.54
`;

/** Signs a zone with BIND's own programs. @param words of dnssec-signzone @returns the signed zone, and the key that one trusts it by */
function signed(folder: string, zone: string, algorithm: string, ...words: string[]): { text: string; key: string } {
  const key = (...more: string[]): string =>
    execFileSync('dnssec-keygen', ['-q', '-K', folder, '-a', algorithm, ...more, zone], { encoding: 'utf8' }).trim();
  const [ksk, zsk] = [key('-f', 'KSK'), key()];
  const keys = [ksk, zsk].map((name) => readFileSync(join(folder, `${name}.key`), 'utf8'));
  const file = join(folder, `${zone}.zone`);
  writeFileSync(file, `${ZONE}${keys.join('')}`);
  execFileSync('dnssec-signzone', ['-K', folder, '-o', zone, '-x', '-d', folder, ...words, '-f', `${file}.signed`, file], {
    stdio: 'pipe',
  });
  const [flags, protocol, number, ...octets] = (/DNSKEY (257 .*)/.exec(keys[0] ?? '')?.[1] ?? '').split(' ');
  return { text: readFileSync(`${file}.signed`, 'utf8'), key: `"${zone}" static-key ${flags} ${protocol} ${number} "${octets.join('')}";` };
}

/** What differs from one run to the next. */
const masked = (text: string): string =>
  text
    .replace(/<<>> \S+ \S+ <<>>/g, '<<>> PROGRAM <<>>')
    .replace(/, id: \d+/g, ', id: N')
    .replace(/COOKIE: [\da-f]+/g, 'COOKIE: C')
    .replace(/Query time: \d+ msec/g, 'Query time: T msec')
    .replace(/WHEN: .*/g, 'WHEN: W');
/** What a resolver remembers ends a second earlier every second. */
const ageless = (text: string): string => masked(text).replace(/([\t ])\d+\t(IN[\t ])/g, '$1TTL\t$2');

describeIf(requireLive('named', 'dig', 'dnssec-keygen', 'dnssec-signzone'), 'pkw dns and signed zones', () => {
  let net: TwoNamespaces, folder: string;
  const servers: RunningServer[] = [];
  beforeAll(async () => {
    net = twoNamespaces();
    enableIpv6(net);
    runNow('ip', 'netns', 'exec', net.b, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=0', 'net.ipv6.conf.all.accept_dad=0');
    runNow('ip', '-n', net.a, 'address', 'add', '2001:db8:77::1/64', 'dev', 'va', 'nodad');
    runNow('ip', '-n', net.b, 'address', 'add', `${SERVER_6}/64`, 'dev', 'vb', 'nodad');
    runNow('ip', '-n', net.b, 'address', 'add', `${RESOLVER}/24`, 'dev', 'vb');
    folder = mkdtempSync(join(tmpdir(), 'pkw-signed-'));
    const nsec = signed(folder, 'nsec.test', 'ECDSAP256SHA256');
    const nsec3 = signed(folder, 'nsec3.test', 'ED25519', '-3', 'aabbccdd', '-H', '1');
    const zones = ['nsec.test', 'nsec3.test'];
    servers.push(
      await startNamed(net.b, {
        address: `${SERVER};`,
        address6: `${SERVER_6};`,
        conf: zones.map((zone) => `zone "${zone}" { type primary; file "${zone}"; };`).join('\n'),
        files: { 'nsec.test': nsec.text, 'nsec3.test': nsec3.text },
      }),
      await startNamed(net.b, {
        address: `${RESOLVER};`,
        checks: true,
        conf: `trust-anchors { ${nsec.key} ${nsec3.key} };
          ${zones.map((zone) => `zone "${zone}" { type static-stub; server-addresses { ${SERVER}; }; };`).join('\n')}
          zone "." { type primary; file "root"; };`,
        files: { root: '. 300 SOA . . 1 2 3 4 5\n. 300 NS .\n' },
      }),
    );
  }, 30_000);
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.stop()));
    net.remove();
    rmSync(folder, { recursive: true, force: true });
  });
  const same = (...words: string[]): Promise<string> => compared(masked, words);
  const sameButAge = (...words: string[]): Promise<string> => compared(ageless, words);
  const compared = async (mask: (text: string) => string, words: readonly string[]): Promise<string> => {
    const [{ stdout }, { out, err, status }] = await Promise.all([
      run('ip', ['netns', 'exec', net.a, 'dig', ...words]),
      runCli(['dns', '--netns', net.a, ...words]),
    ]);
    expect([words, err, status]).toEqual([words, '', 0]);
    expect(mask(out)).toBe(mask(stdout));
    return out;
  };

  it.each(['nsec.test', 'nsec3.test'])('prints what dig +dnssec prints: %s', async (zone) => {
    const asked: [name: string, type: string][] = [
      ...(['SOA', 'NS', 'MX', 'DNSKEY', 'NSEC', 'NSEC3PARAM', 'RRSIG'] as const).map((type): [string, string] => [zone, type]),
      ...(['A', 'AAAA', 'MX'] as const).map((type): [string, string] => [`mail.${zone}`, type]),
      ...(['www', 'nowhere', 'ent', 'a.sub', 'a.open'] as const).map((name): [string, string] => [`${name}.${zone}`, 'A']),
      ...([`x.wild.${zone}`, `a.b.wild.${zone}`] as const).map((name): [string, string] => [name, 'TXT']),
      ...[`sub.${zone}`, `open.${zone}`].map((name): [string, string] => [name, 'DS']),
    ];
    let all = '';
    for (const [name, type] of asked) all += await same(`@${SERVER}`, '+dnssec', name, type);
    // So that no kind of record was left out.
    const kinds = zone === 'nsec.test' ? ['NSEC'] : ['NSEC3', 'NSEC3PARAM'];
    for (const type of ['RRSIG', 'DNSKEY', 'DS', ...kinds]) expect(all).toMatch(new RegExp(`\\sIN\\s+${type}\\s`));
    expect(all).toContain('EDNS: version: 0, flags: do; udp: 1232');
  });

  it.each([
    ['+dnssec', '+short', 'DNSKEY'],
    ['+dnssec', '+tcp', 'DNSKEY'],
    ['+dnssec', '+cdflag', 'DNSKEY'],
    ['+nodnssec', 'DNSKEY'],
  ])('prints what dig prints with %s %s %s', async (...words) => {
    await same(`@${SERVER}`, 'nsec.test', ...words.filter((word) => word !== undefined));
  });

  it('shows that a resolver has checked the answer (AD), and what it has not', async () => {
    for (const zone of ['nsec.test', 'nsec3.test']) {
      expect(await sameButAge(`@${RESOLVER}`, '+dnssec', `mail.${zone}`)).toMatch(/;; flags: qr rd ra ad;/);
      expect(await sameButAge(`@${RESOLVER}`, '+dnssec', `nowhere.${zone}`)).toMatch(/status: NXDOMAIN[\s\S]*;; flags: qr rd ra ad;/);
      expect(await sameButAge(`@${RESOLVER}`, '+dnssec', '+cdflag', `mail.${zone}`)).toMatch(
        /;; flags: qr rd ra cd;|;; flags: qr rd ra ad cd;/,
      );
    }
    await using host = linuxHost({ netns: net.a });
    const checked = await dnsQuery('mail.nsec.test', { host, servers: RESOLVER, edns: { do: true } });
    expect([checked.message.ad, checked.edns?.do, checked.message.an.map(({ type }) => type)]).toEqual([1, true, [1, 46]]);
    const plain = await dnsQuery('mail.nsec.test', { host, servers: SERVER });
    expect([plain.message.ad, plain.edns?.do, plain.message.an.map(({ type }) => type)]).toEqual([0, false, [1]]);
  });

  it('asks servers at IPv6 addresses, over UDP and TCP', async () => {
    await same(`@${SERVER_6}`, 'mail.nsec.test', 'AAAA');
    await same('-6', `@${SERVER_6}`, '+tcp', '+dnssec', 'nsec.test', 'DNSKEY');
    await same('-b', '2001:db8:77::1', `@${SERVER_6}`, 'mail.nsec.test');
  });
});

describeIf(requireLive('nginx'), 'a banner', () => {
  it('of nginx is read whole, as far as is wanted, and not at all where it waits for us', async () => {
    const net = twoNamespaces();
    const folder = mkdtempSync(join(tmpdir(), 'pkw-nginx-'));
    let server: Running | undefined;
    try {
      writeFileSync(
        join(folder, 'nginx.conf'),
        `daemon off; master_process off; pid ${folder}/pid; error_log stderr notice; events {}
http { access_log off; client_body_temp_path ${folder}/a; proxy_temp_path ${folder}/b; fastcgi_temp_path ${folder}/c; uwsgi_temp_path ${folder}/d;
scgi_temp_path ${folder}/e; server { listen ${SERVER}:43; location / { return 200 "domain: example.test\\r\\n"; } } }\n`,
      );
      server = running(net.b, ['nginx', '-p', folder, '-c', join(folder, 'nginx.conf')]);
      await server.says(/start worker|using the "epoll"|OS: /);
      await using host = linuxHost({ netns: net.a });
      const whole = await banner(SERVER, 43, { host, send: 'GET / HTTP/1.0\r\n\r\n' });
      expect(whole.ended).toBe('closed');
      expect(whole.text).toMatch(/^HTTP\/1\.1 200 OK\r\nServer: nginx[\s\S]*\r\n\r\ndomain: example\.test\r\n$/);
      expect(await banner(SERVER, 43, { host, send: 'GET / HTTP/1.0\r\n\r\n', most: 8 })).toMatchObject({
        text: 'HTTP/1.1',
        ended: 'full',
      });
      expect(await banner(SERVER, 43, { host, timeoutMs: 200 })).toMatchObject({ text: '', ended: 'time' });
      await expect(banner(SERVER, 44, { host })).rejects.toMatchObject({ code: 'ERR_SYSTEM' });
    } finally {
      await server?.[Symbol.asyncDispose]();
      net.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
