/** `pkw flowgrep` on a bridge between curl and nginx: what it finds, logs and ends. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type BuiltCli, buildCli } from '../../support/built-cli.ts';
import { requireLive, run } from '../../support/live-links.ts';
import { describeIf, programPath } from '../../support/require.ts';
import { type Running, running } from '../../support/servers/dhcp-servers.ts';
import { withAddon } from '../../support/with-addon.ts';

const SERVER = '10.78.0.2';
/** Octets of the file that is downloaded; its end is what is searched for. */
const SIZE = 3 << 20;
const MARK = 'the mark at the end of the file';

describeIf(requireLive('nginx', 'curl'), 'pkw flowgrep between two hosts', () => {
  const stem = `pkwf-${process.pid}`;
  const [a, b, middle] = [`${stem}a`, `${stem}b`, `${stem}m`];
  let cli: BuiltCli, folder: string, web: Running | undefined;
  let logs = 0;

  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    chmodSync(cli.folder, 0o755);
    folder = mkdtempSync(join(tmpdir(), 'packetwright-flowgrep-'));
    chmodSync(folder, 0o777);
    for (const name of [a, b, middle]) run('ip', 'netns', 'add', name);
    run('ip', '-n', middle, 'link', 'add', 'br0', 'type', 'bridge');
    for (const [name, address] of [
      [a, '10.78.0.1/24'],
      [b, `${SERVER}/24`],
    ] as const) {
      const port = name === a ? 'pa' : 'pb';
      run('ip', '-n', middle, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name);
      run('ip', '-n', middle, 'link', 'set', port, 'master', 'br0', 'up');
      run('ip', '-n', name, 'addr', 'add', address, 'dev', 'eth0');
      run('ip', '-n', name, 'addr', 'add', name === a ? 'fd78::1/64' : 'fd78::2/64', 'dev', 'eth0', 'nodad');
      run('ip', '-n', name, 'link', 'set', 'eth0', 'up');
    }
    run('ip', '-n', middle, 'link', 'set', 'br0', 'up');
    web = await webServer();
  }, 60_000);
  afterAll(async () => {
    await web?.[Symbol.asyncDispose]();
    for (const name of [a, b, middle]) run('ip', 'netns', 'del', name);
    rmSync(folder, { recursive: true, force: true });
    cli.remove();
  });
  beforeEach(() => {
    mkdirSync(join(folder, `log${++logs}`));
    chmodSync(join(folder, `log${logs}`), 0o777);
  });

  async function webServer(): Promise<Running> {
    const root = join(folder, 'www');
    mkdirSync(root);
    writeFileSync(join(root, 'file'), Buffer.concat([randomBytes(SIZE), Buffer.from(MARK)]));
    writeFileSync(join(root, 'page.html'), `<p>${'nothing of interest. '.repeat(500)}a secret word</p>`);
    chmodSync(root, 0o755);
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/${what};`).join(' ');
    const conf = join(folder, 'nginx.conf');
    writeFileSync(
      conf,
      `user root; daemon off; master_process off; pid ${folder}/nginx.pid; error_log stderr info; events {}
http { access_log off; gzip on; gzip_types *; types { text/html html; } default_type application/octet-stream; ${paths}
server { listen 80; listen [::]:80; root ${root}; location /slow/ { alias ${root}/; gzip off; limit_rate 200k; } location /file { gzip off; } } }\n`,
    );
    const nginx = running(b, [programPath('nginx') as string, '-p', folder, '-c', conf]);
    await nginx.says(/OS: /);
    return nginx;
  }

  const log = (): string => join(folder, `log${logs}`);
  const curl = (...words: string[]): Running => running(a, [programPath('curl') as string, '-sS', '--max-time', '20', ...words]);
  async function flowgrep(...words: string[]): Promise<Running> {
    const pkw = running(middle, [cli.path, 'flowgrep', '-d', 'br0', '--no-color', ...words]);
    await pkw.says(/listening on br0/);
    return pkw;
  }

  it.each([
    ['IPv4', `http://${SERVER}`],
    ['IPv6', 'http://[fd78::2]'],
  ])('ends a download over %s in less than a second, and no other', async (_, url) => {
    const pkw = await flowgrep('-k', '-c', 'GET /slow/file');
    await using other = curl('-o', join(folder, 'other'), '--limit-rate', '1M', `${url}/file`);
    await using download = curl('-o', '/dev/null', '-w', '%{time_total} s', `${url}/slow/file`);
    // curl: 56, the connection was reset.
    expect([await download.ends(), download.text()]).toEqual([56, expect.stringMatching(/reset by peer/i)]);
    // From its first question on, as curl has it: not what the start of a process takes.
    expect(Number(/([\d.]+) s/.exec(download.text())?.[1])).toBeLessThan(1);
    await web?.says(/\(104: Connection reset by peer\)/);
    expect(await other.ends()).toBe(0);
    expect(readFileSync(join(folder, 'other')).equals(readFileSync(join(folder, 'www/file')))).toBe(true);
    pkw.child.kill('SIGINT');
    await pkw.ends();
    expect(pkw.text()).toMatch(/^1 connection ended by resets$/m);
  });

  it('logs what curl got, from before the match, as another user', async () => {
    // Each match is one line: where the mark stands in its segment differs from run to run, and lines of 80 columns would cut it.
    const pkw = await flowgrep('-u', 'nobody', '-l', log(), '-W', 'single', '-s', MARK, 'tcp', 'port', '80');
    expect(readFileSync(`/proc/${childOf(pkw)}/status`, 'utf8')).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
    await using download = curl('-i', '-o', join(folder, 'got'), `http://${SERVER}/file`);
    expect(await download.ends()).toBe(0);
    await pkw.says(/the mark/);
    pkw.child.kill('SIGINT');
    await pkw.ends();
    const name = readdirSync(log()).find((one) => one.startsWith('010.078.000.002.00080-')) as string;
    expect(readFileSync(join(log(), name)).equals(readFileSync(join(folder, 'got')))).toBe(true);
  });

  it('finds what nginx has coded', async () => {
    const pkw = await flowgrep('--decoded', '-m', '1', 'a secret word');
    await using download = curl('-H', 'Accept-Encoding: gzip', '-o', join(folder, 'coded'), `http://${SERVER}/page.html`);
    expect(await download.ends()).toBe(0);
    expect(readFileSync(join(folder, 'coded')).subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
    expect(await pkw.ends()).toBe(0);
    expect(pkw.text()).toMatch(/^T 10\.78\.0\.2:80 -> /m);
  });

  it('finds IP packets of protocol 89, as the seed calls it', async () => {
    const pkw = await flowgrep('-m', '1', '-a', 'an OSPF secret', 'ip', 'proto', '89');
    run(
      'ip',
      'netns',
      'exec',
      a,
      'python3',
      '-c',
      `import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 89).sendto(b'an OSPF secret', ('${SERVER}', 0))`,
    );
    expect(await pkw.ends()).toBe(0);
    expect(pkw.text()).toMatch(/^89 10\.78\.0\.1 -> 10\.78\.0\.2 #1\n {2}an OSPF secret$/m);
  });

  it('says in one line that there is no such interface, filter or user', () => {
    const fails = (...words: string[]): string => {
      try {
        execFileSync('ip', ['netns', 'exec', middle, cli.path, 'flowgrep', ...words], {
          encoding: 'utf8',
          stdio: ['ignore', 'pipe', 'pipe'],
        });
        return '';
      } catch (error) {
        const { status, stderr } = error as { status: number; stderr: string };
        return `${status} ${stderr}`;
      }
    };
    expect(fails('-d', 'nowhere', 'x')).toMatch(/^2 pkw flowgrep: .*nowhere.*\n$/);
    expect(fails('-d', 'br0', 'x', 'no', 'filter')).toMatch(/^2 pkw flowgrep: .*\n$/);
    expect(fails('-d', 'br0', '-u', 'no-such-user', 'x')).toMatch(/^2 pkw flowgrep: there is no user 'no-such-user'.*\n$/);
  });
});

/** ip netns exec runs the program in its own place. */
const childOf = ({ child }: Running): number => child.pid as number;
