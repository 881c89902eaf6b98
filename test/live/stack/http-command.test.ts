/** `pkw http` beside curl, in the same namespace, at the same nginx: what is written and the exit status are the same. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../support/live-links.ts';
import { inNamespace } from '../../support/programs/real-programs.ts';
import { describeIf } from '../../support/require.ts';
import { runCli } from '../../support/run-cli.ts';
import { selfSigned } from '../../support/servers/certificate.ts';
import { type Running, running } from '../../support/servers/dhcp-servers.ts';
import { nginx } from '../../support/servers/nginx.ts';

const THEIRS = '10.77.0.2';
const PAGE = randomBytes(300_000);
const TEXT = 'a line of text that is there many times\n'.repeat(5000);
const MORE = `location = /moved { return 302 /small; } location = /there { return 301 http://${THEIRS}/small; } location = /loop { return 302 /loop; } location = /file { return 302 file:///etc/hostname; }
location = /echo { add_header X-Method $request_method; add_header X-Agent $http_user_agent; add_header X-Own $http_x_own; add_header X-Auth $http_authorization;
  add_header X-Type $content_type; add_header X-Length $content_length; return 200 "said\\n"; }
location = /gone { return 404 "not here\\n"; }`;

describeIf(requireLive('curl', 'nginx', 'openssl', 'nft'), 'pkw http', () => {
  let net: TwoNamespaces, folder: string, web: Running | undefined, odd: Running | undefined;

  beforeAll(async () => {
    net = twoNamespaces();
    folder = mkdtempSync(join(tmpdir(), 'packetwright-http-'));
    web = await nginx({
      ...{ netns: net.b, folder, address: THEIRS, certificate: selfSigned(`IP:${THEIRS}`, 'DNS:web.test'), more: MORE },
      files: { page: PAGE, 'text.txt': TEXT, small: 'small\n' },
    });
    // Closes without a word at 81; says too little at 82; says nothing at 83.
    odd = running(net.b, [
      process.execPath,
      '-e',
      `const net = require('net');
net.createServer((s) => s.once('data', () => s.end())).listen(81, '${THEIRS}');
net.createServer((s) => s.once('data', () => s.end('HTTP/1.1 200 OK\\r\\nContent-Length: 100\\r\\n\\r\\nfew'))).listen(82, '${THEIRS}');
net.createServer((s) => s.on('data', () => {})).listen(83, '${THEIRS}', () => console.log('ready'));`,
    ]);
    await odd.says(/ready/);
  }, 60_000);
  afterAll(async () => {
    await odd?.[Symbol.asyncDispose]();
    await web?.[Symbol.asyncDispose]();
    net?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const pkw = (...words: string[]) => runCli(['http', '--netns', net.a, ...words]);
  const own = (...words: string[]) => pkw('--address', '10.77.0.50/24', '--no-probe', '--interface', 'va', ...words);
  const curl = async (...words: string[]) => {
    const [said] = await inNamespace(net.a, [`curl -s ${words.map((word) => `'${word}'`).join(' ')}`]);
    return { status: said?.status, out: said?.out };
  };

  it.each([
    ['a page', [`http://${THEIRS}/small`]],
    ['a URL without a scheme', [`${THEIRS}/small`]],
    ['chunks and gzip, unpacked', ['--compressed', `http://${THEIRS}/text.txt`]],
    ['several on one connection', [`http://${THEIRS}/small`, `http://${THEIRS}/text.txt`, `http://${THEIRS}/small`]],
    ['where the server sends', ['-L', `http://${THEIRS}/moved`]],
    ['a redirect as it is', [`http://${THEIRS}/moved`]],
    ['TLS without a check', ['-k', `https://${THEIRS}/small`]],
    ['a name whose address is given', ['--resolve', `web.test:80:${THEIRS}`, 'http://web.test/small']],
    ['a status that is an error', ['-f', `http://${THEIRS}/gone`]],
    ['its text without -f', [`http://${THEIRS}/gone`]],
    ['a certificate that is not good', [`https://${THEIRS}/small`]],
    ['plain HTTP where TLS is wanted', [`https://${THEIRS}:80/small`]],
    ['a port where nobody listens', [`http://${THEIRS}:9/`]],
    ['a name without an address', ['http://nobody.invalid/']],
    ['no answer', [`http://${THEIRS}:81/`]],
    ['half an answer', [`http://${THEIRS}:82/`]],
    ['silence', ['--max-time', '0.7', `http://${THEIRS}:83/`]],
    ['too many redirects', ['-L', '--max-redirs', '3', `http://${THEIRS}/loop`]],
    ['another scheme', ['ftps2://10.77.0.2/']],
    ['a redirect to another scheme', ['-L', `http://${THEIRS}/file`]],
    ['a redirect, however often', ['-L', '--max-redirs', '-1', `http://${THEIRS}/moved`]],
    ['no limit to connect', ['--connect-timeout', '0', `http://${THEIRS}/small`]],
    ['a limit beyond all timers', ['--connect-timeout', '99999999', `http://${THEIRS}/small`]],
  ])(
    '%s',
    async (_what, words) => {
      const theirs = await curl(...words);
      for (const ask of [own, pkw]) {
        const ours = await ask(...words);
        expect({ status: ours.status, out: ours.out }).toEqual(theirs);
        // An error is told, in one line with its number.
        expect(ours.err).toMatch(ours.status === 0 ? /^$/ : new RegExp(`^pkw http: \\(${ours.status}\\) .+\n$`));
      }
    },
    // The first one loads what it needs.
    60_000,
  );

  it.each([
    [['-4', `http://${THEIRS}/small`], 'unknown option -4'],
    [['-X', 'A B', `http://${THEIRS}/small`], '-X "A B"'],
    [['-H', 'A: b\r\nC: d', `http://${THEIRS}/small`], '-H "A: b'],
    [['-A', 'b\nC: d', `http://${THEIRS}/small`], '-A "b'],
    [['--resolve', 'a:80:foo', 'http://a/'], 'expected HOST:PORT:ADDRESS'],
    [['--max-redirs', 'x', `http://${THEIRS}/small`], 'expected a whole number'],
  ])('refuses %j', async (words, said) => {
    const { status, err, out } = await own(...words);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(said);
  });

  it('waits for DHCP no longer than it may, and says where there is no way', async () => {
    const words = ['--interface', 'va', '--max-time', '0.5', `http://${THEIRS}/small`];
    expect(await pkw('--address', 'dhcp', ...words)).toMatchObject({ status: 28, err: expect.stringContaining('longer than 0.5 s') });
    expect(await own('http://198.51.100.9/')).toMatchObject({ status: 7, err: expect.stringContaining('no way to 198.51.100.9') });
    expect(await own(`http://${THEIRS}:0/`)).toMatchObject({ status: 3 });
    expect(await pkw('--address', '10.77.0.50/24', '--interface', 'lo', `http://${THEIRS}/`)).toMatchObject({
      status: 1,
      err: expect.stringContaining('loopback'),
    });
  });

  it('what it asks with is what curl asks with', async () => {
    const headers = (text: string | undefined) => text?.split('\r\n').filter((line) => /^X-/.test(line));
    for (const words of [
      ['-A', 'somebody', '-H', 'X-Own: 7', '-u', 'me:secret'],
      ['-d', 'a=1', '-d', 'b=2', '-A', 'x'],
      ['-X', 'DELETE', '-A', 'x', '-H', 'X-Own;'],
      ['-d', `@${join(folder, 'www', 'small')}`, '-H', 'Content-Type: text/plain', '-A', 'x'],
    ]) {
      const all = ['-i', ...words, `http://${THEIRS}/echo`];
      expect(headers((await own(...all)).out)).toEqual(headers((await curl(...all)).out));
    }
    const head = await own('-I', `http://${THEIRS}/small`);
    expect(head.out.replace(/Date: .*/, '')).toBe((await curl('-I', `http://${THEIRS}/small`)).out?.replace(/Date: .*/, ''));
  }, 60_000);

  it('writes octets to a file, and nothing where it is told to be silent', async () => {
    const out = join(folder, 'out');
    expect(await own('-o', out, `http://${THEIRS}/page`)).toMatchObject({ status: 0, out: '', err: '' });
    expect(readFileSync(out).equals(PAGE)).toBe(true);
    expect(await own('-s', `http://${THEIRS}:9/`)).toMatchObject({ status: 7, out: '', err: '' });
    writeFileSync(out, '');
    expect(await own('-sS', `http://${THEIRS}:9/`)).toMatchObject({ status: 7, err: expect.stringContaining('(7)') });
  });

  it('says which way it goes, what is asked and answered, and lists each packet', async () => {
    // Of an address that no other test has, and nobody talks to any more.
    const { err, out } = await pkw(
      '--address',
      '10.77.0.51/24',
      '--no-probe',
      '--interface',
      'va',
      '-v',
      '--trace',
      `http://${THEIRS}/small`,
    );
    expect(out).toBe('small\n');
    expect(err).toMatch(/^\* 10\.77\.0\.51 on va: an address of its own/m);
    expect(err).toMatch(/^> GET \/small HTTP\/1\.1$/m);
    expect(err).toMatch(/^< HTTP\/1\.1 200 OK$/m);
    const packets = err.split('\n').filter((line) => /^ +\d+\.\d{6} [<>] /.test(line));
    expect(packets[0]).toMatch(/> Ether \/ ARP who has 10\.77\.0\.2 says 10\.77\.0\.51/);
    expect(packets[1]).toMatch(/< Ether \/ ARP is at .* says 10\.77\.0\.2/);
    expect(packets[2]).toMatch(/> Ether \/ IP \/ TCP 10\.77\.0\.51:\d+ > 10\.77\.0\.2:http S/);
    expect(packets[3]).toMatch(/< Ether \/ IP \/ TCP 10\.77\.0\.2:http > 10\.77\.0\.51:\d+ SA/);
    // To its end: both have said that they have no more to say, and know it of each other.
    expect(packets.slice(-3).map((line) => line.split(' ').at(-1))).toEqual(['FA', 'FA', 'A']);
  });

  it('with the kernel’s own address: its resets are held back, and the firewall is as before', async () => {
    const rules = (): string => run('ip', 'netns', 'exec', net.a, 'nft', 'list', 'ruleset');
    const before = rules();
    const { err, out, status } = await pkw('-v', `http://${THEIRS}/small`);
    expect([status, out]).toEqual([0, 'small\n']);
    expect(err).toMatch(/^\* 10\.77\.0\.1 on va: the kernel's own address, on a port that it does not use, its resets held back$/m);
    expect(rules()).toBe(before);
  });

  it('names the interface, the address and the words that are wrong', async () => {
    expect(await pkw('--address', '10.77.0.2/24', '--interface', 'va', `http://${THEIRS}/`)).toMatchObject({
      ...{ status: 1, err: expect.stringContaining('10.77.0.2 is in use: 02:00:00:00:00:0b has it') },
    });
    expect(await pkw('http://127.0.0.1/')).toMatchObject({ status: 1, err: expect.stringContaining('lo is a loopback') });
    expect(await pkw('--resolve', 'nonsense', `http://${THEIRS}/`)).toMatchObject({ status: 2 });
    expect(await pkw('-I', '-d', 'x', `http://${THEIRS}/`)).toMatchObject({
      status: 2,
      err: expect.stringContaining('-I and -d ask for different methods'),
    });
  });
});
