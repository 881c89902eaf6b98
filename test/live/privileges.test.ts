/** Giving root up, a network without root, and one line for whoever lacks a right. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { childOf } from '../support/programs/child-of.ts';
import { linuxHost } from '../../src/host/linux/linux-host.ts';
import { startOf } from '../../src/host/linux/undo/owner.ts';
import { asNobody, asNobodyForGood, NOBODY } from '../support/as-user.ts';
import { buildCli, type BuiltCli } from '../support/built-cli.ts';
import { frame, packed, requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { withAddon } from '../support/with-addon.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TIMEOUT = 90_000;

describeIf(requireLive('setpriv', 'unshare', 'nft'), 'privileges', () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    chmodSync(cli.folder, 0o755);
  });
  afterAll(() => cli.remove());

  function start(...words: string[]) {
    const [program = '', ...rest] = words;
    const { status, stdout, stderr } = spawnSync(program, rest, { encoding: 'utf8', timeout: TIMEOUT, env: { PATH: process.env['PATH'] } });
    return { status, stdout, stderr };
  }

  describe('dropPrivileges', () => {
    let folder: string;
    let net: TwoNamespaces;
    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'packetwright-drop-'));
      for (const [name, path] of Object.entries({
        'undo-child': 'src/host/linux/undo/undo-child.ts',
        program: 'test/support/programs/dropping-program.ts',
      })) {
        const bundle = await rolldown({ cwd: root, input: { [name]: path }, platform: 'node', logLevel: 'silent' });
        await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
        await bundle.close();
      }
      writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
      withAddon(folder);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    beforeEach(() => {
      net = twoNamespaces();
    });
    afterEach(() => net.remove());

    const journalsOf = (pid: number): string[] =>
      existsSync('/run/packetwright') ? readdirSync('/run/packetwright').filter((name) => name.startsWith(`${pid}-`)) : [];

    it('what is open goes on working, nothing more can be opened, and the child takes changes back', { timeout: TIMEOUT }, async () => {
      const routes = (): string => run('ip', '-n', net.a, 'route');
      const rules = (): string => run('ip', 'netns', 'exec', net.a, 'nft', 'list', 'ruleset');
      const before = routes();
      const program = spawn(process.execPath, [join(folder, 'program.js'), net.a, 'nobody:daemon'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const pid = program.pid as number;
      let out = '';
      program.stdout.on('data', (data: Buffer) => (out += data.toString()));
      while (!out.includes('\n')) await once(program.stdout, 'data');
      // The user's own group gives way to the one that was named: Debian's daemon is 1.
      expect(out).toBe(`ready ${NOBODY} 1 ${NOBODY} ${NOBODY} 1 1\n`);
      for (const thread of readdirSync(`/proc/${pid}/task`))
        expect(readFileSync(`/proc/${pid}/task/${thread}/status`, 'utf8')).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
      expect(routes()).toContain('198.51.100.0/24');
      expect(rules()).toContain('tcp sport 4444');

      const other = linuxHost({ netns: net.b });
      try {
        const link = await other.open('vb', { immediate: true });
        const seen: Uint8Array[] = [];
        link.listen((batch) => {
          for (let i = 0; i < batch.n; i++) seen.push(batch.data.slice(batch.offset[i] as number, (batch.offset[i] as number) + 20));
        });
        await link.send(packed([frame(1), frame(2), frame(3)].map(toA)));
        await once(program, 'exit');
        await expect.poll(() => seen.some((octets) => octets[17] === 77), { timeout: 60_000 }).toBe(true);
        await link.close();
      } finally {
        await other.close();
      }
      expect(JSON.parse(out.split('\n')[1] ?? '')).toEqual({
        received: 3,
        sent: 1,
        link: 'CAP_NET_RAW',
        route: 'CAP_NET_ADMIN',
        root: 'EPERM',
      });
      // The process could not; its child, still root, does.
      for (let i = 0; i < 1000 && journalsOf(pid).length > 0; i++) await sleep(10);
      expect(journalsOf(pid)).toEqual([]);
      expect(routes()).toBe(before);
      expect(rules()).toBe('');
    });

    it("root's child does not obey what the process writes afterwards", { timeout: TIMEOUT }, async () => {
      const routes = (): string => run('ip', '-n', net.a, 'route');
      const before = routes();
      for (const alone of [false, true]) {
        const program = spawn(process.execPath, [join(folder, 'program.js'), net.a, 'nobody', 'forge'], {
          stdio: ['pipe', 'pipe', 'inherit'],
        });
        const pid = program.pid as number;
        let out = '';
        program.stdout.on('data', (data: Buffer) => (out += data.toString()));
        while (!out.includes('\n')) await once(program.stdout, 'data');
        // Its child too: then the next start does it.
        if (alone) process.kill(childOf(pid), 'SIGKILL');
        program.stdin.end('now\n');
        expect(await once(program, 'exit')).toEqual([null, 'SIGKILL']);
        expect(out.split('\n')[1]).toBe('CAP_NET_ADMIN');
        if (alone) start(cli.path, 'doctor');
        for (let i = 0; i < 1000 && journalsOf(pid).length > 0; i++) await sleep(10);
        expect(journalsOf(pid)).toEqual([]);
        expect(routes()).toBe(before);
      }
    });

    /** The same frame in the other direction. */
    function toA(octets: Uint8Array): Uint8Array {
      const back = octets.slice();
      back.set([2, 0, 0, 0, 0, 0x0a, 2, 0, 0, 0, 0, 0x0b]);
      return back;
    }

    it('is --user of commands that hold sockets', async () => {
      const guard = spawn(cli.path, ['firewall', 'guard', '--local-port', '4444', '--netns', net.a, '--user', 'nobody', '--json'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let out = '';
      guard.stdout.on('data', (data: Buffer) => (out += data.toString()));
      while (!out.includes('\n')) await once(guard.stdout, 'data');
      expect(JSON.parse(out)).toMatchObject({
        event: 'guard',
        localPort: 4444,
        handles: [expect.stringContaining(`packetwright-${guard.pid}-`)],
      });
      expect(readFileSync(`/proc/${guard.pid}/status`, 'utf8')).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
      expect(run('ip', 'netns', 'exec', net.a, 'nft', 'list', 'ruleset')).toContain('tcp sport 4444');
      guard.kill('SIGINT');
      expect(await once(guard, 'exit')).toEqual([130, null]);
      expect(JSON.parse(out.split('\n')[1] ?? '')).toEqual({ schema: 1, event: 'end' });
      expect(run('ip', 'netns', 'exec', net.a, 'nft', 'list', 'ruleset')).toBe('');

      const inside = start(
        'ip',
        'netns',
        'exec',
        net.a,
        cli.path,
        'firewall',
        'guard',
        '--local-port',
        '4444',
        '--user',
        'nobody',
        '--',
        'id',
        '-u',
      );
      expect(inside).toEqual({ status: 0, stdout: `${NOBODY}\n`, stderr: '' });
      const rates = start(cli.path, 'ifaces', '--live', '-c', '1', '-i', 'va', '--netns', net.a, '--user', 'nobody');
      expect(rates).toMatchObject({ status: 0, stdout: expect.stringMatching(/^va /m) as unknown });
      expect(start(cli.path, 'ifaces', '--user', 'root')).toMatchObject({
        status: 1,
        stderr: expect.stringContaining("user 'root'") as unknown,
      });
      expect(start(...asNobody, cli.path, 'ifaces', '--user', 'daemon')).toMatchObject({
        status: 1,
        stderr: 'pkw ifaces: cannot become user daemon: this process lacks CAP_SETGID (EPERM); run as root, with sudo\n',
      });
      expect(start(cli.path, 'routes', '--user', 'nobody').status).toBe(2);
    });
  });

  describe('who is the user already', () => {
    const as = (groups: string) => ['setpriv', `--reuid=${NOBODY}`, `--regid=${NOBODY}`, groups, '--'];

    it('keeps no group that is not its own', () => {
      const run = start(...as('--groups=27,42'), cli.path, 'ifaces', '--live', '-c', '1', '-i', 'lo', '--user', 'nobody');
      expect(run).toMatchObject({
        status: 1,
        stderr: expect.stringMatching(
          /^pkw ifaces: cannot give up root for user nobody: thread \d+ is in group 27, which is not the user's\n$/,
        ) as unknown,
      });
      const live = ['ifaces', '--live', '-c', '1', '-i', 'lo', '--user', 'nobody'];
      expect(start(...as('--clear-groups'), cli.path, ...live)).toMatchObject({ status: 0, stderr: '' });
      expect(start(...as(`--groups=${NOBODY}`), cli.path, ...live)).toMatchObject({ status: 0, stderr: '' });
    });
  });

  describe('programs that are started', () => {
    let traps: string;
    beforeAll(() => {
      traps = mkdtempSync(join(tmpdir(), 'packetwright-traps-'));
      chmodSync(traps, 0o777);
      for (const name of ['ip', 'getent', 'unshare', 'setpriv', 'nsenter', 'cc'])
        writeFileSync(join(traps, name), `#!/bin/sh\n: > ${traps}/sprung-${name}\nexit 1\n`, { mode: 0o755 });
    });
    afterAll(() => rmSync(traps, { recursive: true }));

    it('are not those of an inherited PATH, for root', () => {
      const name = twoNamespaces();
      try {
        const bare = mkdtempSync(join(traps, 'clone-'));
        cpSync(cli.folder, join(bare, 'dist'), { recursive: true, filter: (path) => !path.includes('native') });
        mkdirSync(join(bare, 'native'));
        writeFileSync(join(bare, 'native/build.mjs'), '');
        const env = { PATH: traps, CC: join(traps, 'cc') };
        const lines: string[][] = [
          [`${cli.folder}/pkw.mjs`, '--private', 'ifaces', '-i', 'lo'],
          [`${cli.folder}/pkw.mjs`, 'ifaces', '--user', 'nobody-of-that-name'],
          [`${bare}/dist/pkw.mjs`, 'doctor'],
          ...[name.a, String(process.pid)].map((netns) => [
            `${cli.folder}/pkw.mjs`,
            ...['firewall', 'guard', '--local-port', '4444', '--netns', netns, '--', '/bin/true'],
          ]),
        ];
        const statuses = lines.map((words) => spawnSync(process.execPath, words, { encoding: 'utf8', timeout: TIMEOUT, env }).status);
        expect(readdirSync(traps).filter((file) => file.startsWith('sprung'))).toEqual([]);
        expect(statuses).toEqual([0, 1, 1, 0, 0]);
      } finally {
        name.remove();
      }
    });
  });

  describe('--private', () => {
    const nobody = (...words: string[]) => start(...asNobodyForGood, cli.path, ...words);

    it('gives nobody a network of its own, where it is root', () => {
      const { status, stdout, stderr } = nobody('--private', 'ifaces', '--json');
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      const names = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { name: string; index?: number; up?: boolean })
        .filter(({ index }) => index !== undefined && index > 0);
      expect(names).toMatchObject([{ name: 'lo', up: true }]);
      const guard = nobody('firewall', 'guard', '--private', '--local-port', '4444', '--', 'nft', 'list', 'ruleset');
      expect(guard).toMatchObject({ status: 0, stdout: expect.stringContaining('tcp sport 4444') as unknown });
      const doctor = nobody('--private', 'doctor', '--json');
      const findings = doctor.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { check: string; state?: string });
      expect(findings.filter(({ state }) => state === 'missing').every(({ check }) => check === 'tun')).toBe(true);
    });

    it('passes the exit status on, and goes with --netns not together', () => {
      expect(nobody('--private', 'firewall', 'guard', '--local-port', '4444', '--', 'sh', '-c', 'exit 7').status).toBe(7);
      expect(nobody('--private', 'ifaces', '-i', 'nothing').status).toBe(1);
      expect(nobody('--private', 'ifaces', '--nothing').status).toBe(2);
      expect(nobody('--private', '--netns', 'x', 'ifaces')).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/--private and --netns/) as unknown,
      });
    });

    it.each([
      ['of before', 'PKW_PRIVATE_FROM="$$ net:[1]" "$@"; true'],
      ['of now', 'PKW_PRIVATE_FROM=$$ "$@"; true'],
      ['of now, in a network namespace without a user namespace', 'PKW_PRIVATE_FROM=$$ unshare --net "$@"; true'],
      ['of now, in a user namespace without a network namespace', 'PKW_PRIVATE_FROM=$$ unshare --user --map-root-user "$@"; true'],
    ])('believes no marker in the environment, %s', (_, script) => {
      // The real network, as far as this test goes: it has va.
      const net = twoNamespaces();
      try {
        const run = start('ip', 'netns', 'exec', net.a, 'sh', '-c', script, 'sh', cli.path, '--private', 'ifaces', '--json');
        const names = run.stdout.split('\n').map((line) => /"name":"(.*?)"/.exec(line)?.[1]);
        expect(run.stderr).toBe('');
        expect(names).toContain('lo');
        expect(names).not.toContain('va');
      } finally {
        net.remove();
      }
    });

    it("does not take another's network for its own", () => {
      const net = twoNamespaces();
      try {
        const script = 'PKW_PRIVATE_FROM=$$ ip netns exec "$0" unshare --user --map-root-user "$@"';
        const run = start('sh', '-c', `${script}; exit $?`, net.a, cli.path, '--private', 'ifaces', '--json');
        expect(run).toMatchObject({
          status: 1,
          stdout: '',
          stderr: expect.stringContaining('cannot bring up the loopback interface') as unknown,
        });
      } finally {
        net.remove();
      }
    });

    it('leaves no root to be given up', () => {
      const { status, stderr } = nobody('--private', 'ifaces', '--user', 'nobody');
      expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('--private and --user') as unknown });
    });

    it('can be had again inside: one in the other', () => {
      const words = ['--private', 'firewall', 'guard', '--local-port', '4444', '--', cli.path];
      const own = nobody(...words, 'firewall');
      const again = nobody(...words, '--private', 'firewall');
      expect(own).toMatchObject({ status: 0, stdout: expect.stringContaining('out drop tcp from port 4444') as unknown });
      expect(again).toMatchObject({ status: 0, stdout: '' });
    });

    it.each([
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)('ends at %s as without it, and takes all with it', async (signal, status) => {
      const words = [...asNobody, cli.path, '--private', 'firewall', 'guard', '--local-port', '4444'];
      // A group of its own: Ctrl-C goes to all of a terminal's group.
      const outer = spawn(words[0] as string, words.slice(1), { stdio: ['ignore', 'pipe', 'inherit'], detached: true });
      await once(outer.stdout, 'data');
      const inner = descendants(outer.pid as number);
      expect(inner.length).toBe(1);
      process.kill(signal === 'SIGINT' ? -(outer.pid as number) : (outer.pid as number), signal);
      expect(await once(outer, 'exit')).toEqual([status, null]);
      await expect.poll(() => inner.filter((pid) => startOf(pid) !== undefined)).toEqual([]);
    });

    it('SIGKILL takes what is inside with it', async () => {
      const words = [...asNobody, cli.path, '--private', 'firewall', 'guard', '--local-port', '4444'];
      const outer = spawn(words[0] as string, words.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(outer.stdout, 'data');
      const inner = descendants(outer.pid as number);
      expect(inner.length).toBe(1);
      outer.kill('SIGKILL');
      await once(outer, 'exit');
      await expect.poll(() => inner.filter((pid) => startOf(pid) !== undefined)).toEqual([]);
    });

    function descendants(pid: number): number[] {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
        .trim()
        .split(' ')
        .filter((word) => word !== '')
        .map(Number);
      return [...children, ...children.flatMap(descendants)];
    }

    it('says in one line which switch forbids it', () => {
      // A user namespace that may make no further ones: the limit is each namespace's own.
      const script = `echo 0 > /proc/sys/user/max_user_namespaces && exec "$0" --private ifaces`;
      const run = start(...asNobody, 'unshare', '-Ur', 'sh', '-c', script, cli.path);
      expect(run).toEqual({
        status: 1,
        stdout: '',
        stderr:
          'pkw ifaces: cannot make a user and network namespace: user.max_user_namespaces = 0 forbids it; sudo sysctl -w user.max_user_namespaces=15000\n',
      });
    });
  });

  describe('as nobody, each command that needs a right', () => {
    let net: TwoNamespaces;
    beforeAll(() => {
      net = twoNamespaces();
    });
    afterAll(() => net.remove());

    it.each([
      ['CAP_NET_ADMIN', ['firewall']],
      ['CAP_NET_ADMIN', ['firewall', 'list', '--json']],
      ['CAP_NET_ADMIN', ['firewall', 'clear']],
      ['CAP_NET_ADMIN', ['firewall', 'guard', '--local-port', '4444']],
      ['CAP_NET_ADMIN', ['firewall', 'guard', '--protocol', 'udp', '--local-port', '4444', '--', 'true']],
      ['CAP_SYS_ADMIN', ['ifaces', '--netns', 'NAME']],
      ['CAP_SYS_ADMIN', ['ifaces', '--live', '--netns', 'NAME']],
      ['CAP_SYS_ADMIN', ['routes', '--netns', 'NAME']],
      ['CAP_SYS_ADMIN', ['neigh', '--netns', 'NAME']],
      ['CAP_SYS_ADMIN', ['firewall', '--netns', 'NAME']],
      ['CAP_SYS_PTRACE', ['ifaces', '--netns', String(process.pid)]],
      ['CAP_NET_RAW', ['dump', '-i', 'lo', '-c', '1']],
      ['CAP_NET_ADMIN', ['dump', '-i', 'nflog', '-c', '1']],
      ['CAP_SYS_ADMIN', ['dump', '-i', 'va', '-c', '1', '--netns', 'NAME']],
    ] as const)('names %s: pkw %j', (capability, words) => {
      const { status, stdout, stderr } = start(...asNobody, cli.path, ...words.map((word) => (word === 'NAME' ? net.a : word)));
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toMatch(
        new RegExp(`^pkw ${words[0]}: cannot [^\\n]* lacks ${capability} \\(E(PERM|ACCES)\\); run as root[^\\n]*\\n$`),
      );
      expect(stderr.match(/CAP_[A-Z_]+/g)).toEqual([capability]);
    });

    it.each([[['ifaces']], [['routes']], [['neigh']]])('needs none for pkw %j', (words) => {
      expect(start(...asNobody, cli.path, ...words)).toMatchObject({ status: 0, stderr: '' });
    });
  });
});
