/** macOS and Windows, as far as this machine can play them: live calls are refused in one line, everything else works. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
let cli: BuiltCli;
beforeAll(async () => {
  cli = await buildCli('src/cli/main.ts');
  const bundle = await rolldown({ cwd: root, input: { index: 'src/index.ts' }, platform: 'node', logLevel: 'silent' });
  await bundle.write({ dir: cli.folder, format: 'esm', entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' });
  await bundle.close();
});
afterAll(() => cli.remove());

describe.each(['darwin', 'win32'])('on %s', (platform) => {
  const pretend = `data:text/javascript,Object.defineProperty(process,'platform',{value:'${platform}'})`;
  function node(...words: string[]) {
    // Where temporary files go, as macOS and as Windows say it.
    const env = { ...process.env, TMPDIR: cli.folder, TEMP: cli.folder };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', pretend, ...words], {
      encoding: 'utf8',
      timeout: 30_000,
      env,
    });
    return { status, stdout, stderr };
  }
  const pkw = (...words: string[]) => node(join(cli.folder, 'pkw.mjs'), ...words);
  /** Runs code that imports the package, and prints what it threw. */
  const refused = (code: string) => {
    const text = `import * as p from ${JSON.stringify(join(cli.folder, 'index.mjs'))};
      try { ${code}; console.log('done'); } catch (error) { console.log(error.code, error.line); }`;
    return node('--input-type=module', '-e', text).stdout.trim();
  };

  it.each([
    [['ifaces']],
    [['ifaces', '--live', '--json']],
    [['routes']],
    [['routes', 'get', '192.0.2.1']],
    [['neigh']],
    [['firewall']],
    [['firewall', 'clear']],
    [['dump', '-i', 'lo']],
    [['ifaces', '--private']],
    [['ifaces', '--user', 'nobody']],
    [['ifaces', '--netns', 'x']],
  ])('pkw %j is refused in one line', (words) => {
    const { status, stdout, stderr } = pkw(...words);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^pkw ${words[0]}: [^\\n]*needs Linux; this is ${platform}[^\\n]*\\n$`));
  });

  it('the guard says what to type', () => {
    const line =
      platform === 'darwin' ? 'block drop out quick proto tcp from any port 4444 to any flags R/R' : 'netsh advfirewall set allprofiles';
    const { status, stderr } = pkw('firewall', 'guard', '--local-port', '4444');
    expect(status).toBe(1);
    expect(stderr).toContain(`this is ${platform}; or type: ${line}`);
    expect(stderr.match(/\n/g)).toHaveLength(1);
    expect(refused("await p.linuxHost().admin.guard({ protocol: 'tcp', localPort: 4444 })")).toContain(`or type: ${line}`);
  });

  it('pkw doctor says so, and that all that can work does', () => {
    const { status, stdout, stderr } = pkw('doctor');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      new RegExp(`^not possible here +platform +live traffic needs Linux; this is ${platform}. Everything else works$`, 'm'),
    );
    expect(JSON.parse(pkw('doctor', '--json').stdout.split('\n')[0] ?? '')).toMatchObject({ schema: 1, platform, complete: true });
  });

  it('the library refuses with ERR_PLATFORM', () => {
    const ping = "p.packet(p.IP({ dst: '127.0.0.1' }), p.ICMP())";
    for (const code of [
      `await p.sr1(${ping})`,
      `await p.send(${ping})`,
      "await p.linuxHost().open('lo')",
      'await p.linuxHost().interfaces()',
    ])
      expect(refused(code)).toMatch(new RegExp(`^ERR_PLATFORM live traffic needs Linux[^\\n]*${platform}[^\\n]*$`));
  });

  it('what needs no live traffic works', () => {
    expect(refused("if (p.dissect(p.packet(p.IP(), p.UDP()).bytes, p.IP).get(p.UDP) === undefined) throw new Error('no UDP')")).toBe(
      'done',
    );
    const tour = pkw('tour', '--seed', '1');
    expect(tour).toMatchObject({ status: 0, stderr: '' });
    const capture = join(root, 'test/fixtures/captures/the-tcpdump-group+tcpdump/tests/tcp-handshake-nano.pcap');
    const read = pkw('read', capture);
    expect(read).toMatchObject({ status: 0, stderr: '' });
    expect(read.stdout).toBe(spawnSync(cli.path, ['read', capture], { encoding: 'utf8' }).stdout);
  });
});
