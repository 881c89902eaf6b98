/** `pkw doctor` as the four kinds of user, each time beside what really works for that user. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { childOf } from '../support/programs/child-of.ts';
import type { RightsFinding } from '../../src/host/linux/privileges/finding.ts';
import { containerOf } from '../../src/host/linux/privileges/container.ts';
import { asNobody, asNobodyForGood, nodeWith } from '../support/as-user.ts';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { requireLive, run, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { withAddon } from '../support/with-addon.ts';

const NODE = realpathSync(process.execPath);
const root = fileURLToPath(new URL('../..', import.meta.url));

describeIf(requireLive('setpriv', 'setcap', 'unshare', 'nft'), 'pkw doctor', () => {
  let cli: BuiltCli;
  let bare: BuiltCli;
  let probe: string;
  let granted: ReturnType<typeof nodeWith>;

  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    bare = await buildCli('src/cli/main.ts');
    // What really works: the library, tried by a program of its own. And a program that leaves something behind.
    for (const [name, path] of Object.entries({
      probe: 'test/support/programs/rights-probe.ts',
      changing: 'test/support/programs/changing-program.ts',
      'undo-child': 'src/host/linux/undo/undo-child.ts',
    })) {
      const bundle = await rolldown({ cwd: root, input: { [name]: path }, platform: 'node', logLevel: 'silent' });
      await bundle.write({ dir: cli.folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
      await bundle.close();
    }
    probe = join(cli.folder, 'probe.js');
    // The commands are .mjs; these have no package.json that says what they are.
    writeFileSync(join(cli.folder, 'package.json'), '{"type":"module"}');
    for (const { folder } of [cli, bare]) chmodSync(folder, 0o755);
    granted = nodeWith('cap_net_raw,cap_net_admin');
  });
  afterAll(() => {
    granted.remove();
    cli.remove();
    bare.remove();
  });

  function start(words: readonly string[]) {
    const [program = '', ...rest] = words;
    const { status, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8', timeout: 30_000, env: { PATH: process.env['PATH'] } });
    return { status, stdout, stderr };
  }

  /** As JSON: the first line is about the process. */
  function doctor(node: string, { as = [] as readonly string[], folder = cli.folder, words = [] as readonly string[] } = {}) {
    const { status, stdout, stderr } = start([...as, node, join(folder, 'pkw.mjs'), 'doctor', '--json', ...words]);
    expect(stderr).toBe('');
    const [who, ...findings] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { schema: number } & Record<string, unknown>);
    expect([who, ...findings].every((one) => one?.schema === 1)).toBe(true);
    const list = findings as unknown as RightsFinding[];
    const by = (state: RightsFinding['state']): string[] => list.filter((one) => one.state === state).map(({ check }) => check);
    return { status, who, by, of: (check: string) => list.find((one) => one.check === check) };
  }

  /** `{ link: 'ok', route: 'ERR_PERMISSION', … }`: what the library did when it was asked for the real thing. */
  function reality(node: string, as: readonly string[] = []): Record<string, string> {
    const { stdout, stderr, status } = start(['unshare', '--net', 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', ...as, node, probe]);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout) as Record<string, string>;
  }

  const tunMode = (): number => (existsSync('/dev/net/tun') ? statSync('/dev/net/tun').mode & 0o777 : 0);

  it('as root: everything works, and it says so', () => {
    const { status, who, by } = doctor(NODE);
    expect(reality(NODE)).toEqual({ link: 'ok', exchange: 'ok', address: 'ok', firewall: 'ok', guard: 'ok', tun: 'ok', namespace: 'ok' });
    expect(by('missing')).toEqual([]);
    expect(by('impossible')).toEqual([]);
    expect(who).toMatchObject({ uid: 0, complete: true, noNewPrivileges: false, program: NODE });
    expect(status).toBe(0);
    const { stdout } = start([NODE, join(cli.folder, 'pkw.mjs'), 'doctor']);
    expect(stdout).toMatch(/^packetwright \S+ as root, with .*CAP_NET_ADMIN CAP_NET_RAW/);
    expect(stdout).toMatch(/^ok +packet sockets +frames can be sent and captured$/m);
    expect(stdout).not.toContain('->');
  });

  it('as nobody: what is missing, each with the capability and what grants it', () => {
    const { status, who, by, of } = doctor(NODE, { as: asNobody });
    expect(reality(NODE, asNobody)).toEqual({
      link: 'CAP_NET_RAW',
      exchange: 'CAP_NET_RAW',
      address: 'CAP_NET_ADMIN',
      firewall: 'CAP_NET_ADMIN',
      guard: 'CAP_NET_ADMIN',
      tun: 'CAP_NET_ADMIN',
      namespace: 'CAP_SYS_ADMIN',
    });
    expect(who).toMatchObject({ uid: 65534, capabilities: [], complete: false });
    expect(by('missing')).toEqual(['packet-sockets', 'rings', 'table-changes', 'tun', 'nftables', 'network-namespaces']);
    for (const [check, capability] of Object.entries({
      'packet-sockets': 'CAP_NET_RAW',
      rings: 'CAP_NET_RAW',
      'table-changes': 'CAP_NET_ADMIN',
      tun: 'CAP_NET_ADMIN',
      nftables: 'CAP_NET_ADMIN',
      'network-namespaces': 'CAP_SYS_ADMIN',
    }))
      expect(of(check)).toMatchObject({ capability, text: expect.stringContaining(`lacks ${capability} (`) as unknown });
    expect(of('packet-sockets')?.remedy).toBe(`run as root, with sudo, or: sudo setcap cap_net_raw,cap_net_admin=eip ${NODE}`);
    expect(status).toBe(1);
    const { stdout } = start([...asNobody, NODE, join(cli.folder, 'pkw.mjs'), 'doctor']);
    expect(stdout).toMatch(/^missing +packet sockets .*lacks CAP_NET_RAW \(EPERM\)\n +-> run as root, with sudo, or: sudo setcap/m);
    expect(stdout).toContain(`cp ${NODE} ~/node-net && sudo setcap cap_net_raw,cap_net_admin=eip ~/node-net`);
  });

  it('as nobody with the capabilities on a copy of Node.js: what they give works, the rest is missing', () => {
    const { status, who, by, of } = doctor(granted.node, { as: asNobody });
    const real = reality(granted.node, asNobody);
    expect(real).toMatchObject({ link: 'ok', exchange: 'ok', address: 'ok', firewall: 'ok', guard: 'ok', namespace: 'CAP_SYS_ADMIN' });
    // Its mode is the machine's: 0666 on most.
    const mayOpen = (tunMode() & 0o006) === 0o006;
    expect(real['tun']).toBe(mayOpen ? 'ok' : 'ERR_PERMISSION');
    expect(who).toMatchObject({ uid: 65534, capabilities: ['CAP_NET_ADMIN', 'CAP_NET_RAW'], program: granted.node });
    expect(by('missing')).toEqual([...(mayOpen ? [] : ['tun']), 'network-namespaces']);
    if (!mayOpen)
      expect(of('tun')).toMatchObject({
        text: expect.stringContaining('may not open it') as unknown,
        remedy: expect.stringContaining('chmod') as unknown,
      });
    expect(of('network-namespaces')?.remedy).toBe('run as root, with sudo');
    expect(status).toBe(1);
  });

  it('as nobody with no_new_privs: the copy grants nothing, and it says why', () => {
    const { status, who, of } = doctor(granted.node, { as: asNobodyForGood });
    expect(who).toMatchObject({ capabilities: [], noNewPrivileges: true });
    expect(of('packet-sockets')).toMatchObject({
      state: 'missing',
      remedy: expect.stringMatching(/^start it without no_new_privs/) as unknown,
    });
    expect(status).toBe(1);
  });

  it('without the addon: that is what is missing', () => {
    const { status, by, of } = doctor(NODE, { folder: bare.folder });
    expect(by('missing')).toEqual(['addon']);
    expect(of('addon')).toMatchObject({
      text: expect.stringMatching(/is missing: no live traffic$/) as unknown,
      remedy: expect.any(String) as unknown,
    });
    expect(status).toBe(1);
    const ifaces = start([NODE, join(bare.folder, 'pkw.mjs'), 'ifaces']);
    expect(ifaces).toMatchObject({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(
        /^pkw ifaces: the native addon .* is missing; pkw doctor says what is missing, and what builds it\n$/,
      ) as unknown,
    });
  });

  it('without the addon, in a clone: how to build it, and how to get a compiler', () => {
    const clone = mkdtempSync(join(tmpdir(), 'packetwright-clone-'));
    try {
      cpSync(bare.folder, join(clone, 'dist'), { recursive: true });
      mkdirSync(join(clone, 'native'));
      writeFileSync(join(clone, 'native/build.mjs'), '');
      const remedy = (CC: string) => {
        const words = [join(clone, 'dist/pkw.mjs'), 'doctor', '--json'];
        const { stdout } = spawnSync(NODE, words, { encoding: 'utf8', env: { PATH: process.env['PATH'], CC } });
        return stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as RightsFinding)
          .find(({ check }) => check === 'addon')?.remedy;
      };
      expect(remedy(NODE)).toBe('npm run prepare');
      expect(remedy('/nonexistent')).toBe('sudo apt-get install gcc libc6-dev && npm run prepare');
    } finally {
      rmSync(clone, { recursive: true });
    }
  });

  it('in a container that lacks a capability: how to start that', () => {
    const without = ['setpriv', '--bounding-set=-net_admin', '--inh-caps=-net_admin', '--'];
    const { of } = doctor(NODE, { as: without });
    expect(of('nftables')).toMatchObject({ state: 'missing', capability: 'CAP_NET_ADMIN' });
    expect(of('nftables')?.remedy).toMatch(containerOf() === undefined ? /CapabilityBoundingSet/ : /NET_ADMIN/i);
    expect(of('packet-sockets')).toMatchObject({ state: 'ok' });
  });

  it('changes nothing, sends nothing', () => {
    // In a namespace whose every change is heard.
    const name = `pkwt-doctor-${process.pid}`;
    run('ip', 'netns', 'add', name);
    try {
      const script = `ip link set lo up
        nft monitor > "$1/nft" & nft=$!
        ip monitor link address route neigh > "$1/ip" & ip=$!
        sleep 0.5; before=$(cat /proc/net/dev); "$2" "$3" doctor > /dev/null; after=$(cat /proc/net/dev)
        ip addr add 127.5.5.5/32 dev lo; nft add table inet heard; sleep 0.5; kill $nft $ip; [ "$before" = "$after" ] || echo counters`;
      const folder = mkdtempSync(join(tmpdir(), 'packetwright-doctor-'));
      try {
        const { stdout } = start(['ip', 'netns', 'exec', name, 'sh', '-c', script, 'sh', folder, NODE, join(cli.folder, 'pkw.mjs')]);
        expect(stdout).toBe('');
        // Only what was done afterwards, to be sure that it was listened to.
        expect(readFileSync(join(folder, 'nft'), 'utf8')).toMatch(/^add table inet heard\n(# new generation .*\n)?$/);
        const heard = readFileSync(join(folder, 'ip'), 'utf8').trim().split('\n');
        expect(heard.some((line) => line.includes('127.5.5.5'))).toBe(true);
        expect(heard.filter((line) => !/127\.5\.5\.5|valid_lft/.test(line))).toEqual([]);
        expect(run('ip', 'netns', 'exec', name, 'nft', 'list', 'tables')).toBe('table inet heard\n');
      } finally {
        rmSync(folder, { recursive: true });
      }
    } finally {
      run('ip', 'netns', 'del', name);
    }
  });

  it('takes back what a killed process has left behind, and says so', async () => {
    const net = twoNamespaces();
    try {
      const program = spawn(NODE, [join(cli.folder, 'changing.js'), net.a, 'move', net.b], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(program.stdout, 'data');
      const pid = program.pid as number;
      const child = childOf(pid);
      process.kill(child, 'SIGKILL');
      program.kill('SIGKILL');
      await once(program, 'exit');
      expect(run('ip', '-n', net.b, '-o', 'link')).toContain('va@');
      const { status, of } = doctor(NODE);
      expect(of('leftovers')).toMatchObject({
        state: 'ok',
        text: expect.stringContaining(`move va to network namespace ${net.b} (process ${pid})`) as unknown,
      });
      expect(status).toBe(0);
      expect(run('ip', '-n', net.a, '-o', 'link')).toContain('va@');
      expect(doctor(NODE).of('leftovers')?.text).toBe('no dead process has left changes behind');
    } finally {
      net.remove();
    }
  });

  it('is about its own process', () => {
    expect(start([cli.path, 'doctor', '--netns', 'x'])).toMatchObject({ status: 2, stderr: expect.stringContaining('--netns') as unknown });
  });
});
