/** Journals on a disk that is full, in a folder that is no folder, among files that are no journals, and of another user namespace. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { childOf } from '../../../../test/support/programs/child-of.ts';
import { buildCli, type BuiltCli } from '../../../../test/support/built-cli.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../../test/support/live-links.ts';
import { describeIf } from '../../../../test/support/require.ts';
import { withAddon } from '../../../../test/support/with-addon.ts';
import { leftovers } from './replay.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));
/** /run is this test's alone: nothing of it is seen outside. */
const OWN_RUN = 'set -e; mount -t tmpfs tmpfs /run; mkdir -m 700 /run/packetwright';

describeIf(requireLive('unshare', 'prlimit', 'mkfifo'), 'a journal', () => {
  let cli: BuiltCli;
  let net: TwoNamespaces;
  let attackers: string;

  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    for (const [name, path] of Object.entries({
      'undo-child': 'src/host/linux/undo/undo-child.ts',
      program: 'test/support/programs/journal-program.ts',
      changing: 'test/support/programs/changing-program.ts',
    })) {
      const bundle = await rolldown({ cwd: root, input: { [name]: path }, platform: 'node', logLevel: 'silent' });
      await bundle.write({ dir: cli.folder, format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
      await bundle.close();
    }
    writeFileSync(join(cli.folder, 'package.json'), '{"type":"module"}');
    withAddon(cli.folder);
    chmodSync(cli.folder, 0o755);
  });
  afterAll(() => cli.remove());
  beforeEach(() => {
    net = twoNamespaces();
    attackers = mkdtempSync(join(tmpdir(), 'packetwright-attackers-'));
  });
  afterEach(() => {
    net.remove();
    rmSync(attackers, { recursive: true });
  });

  const program = (mode: string): string => `'${process.execPath}' '${cli.folder}/program.js' ${mode}`;

  /** A script in namespace a, with mounts of its own. The environment is an attacker's. */
  function inside(script: string) {
    const words = ['netns', 'exec', net.a, 'unshare', '--mount', 'sh', '-c', script];
    const env = { PATH: process.env['PATH'], XDG_RUNTIME_DIR: attackers, TMPDIR: attackers };
    const { status, stdout, stderr } = spawnSync('ip', words, { encoding: 'utf8', timeout: 110_000, env });
    return { status, stdout, stderr };
  }

  function said(script: string): unknown {
    const { status, stdout, stderr } = inside(script);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    return JSON.parse(stdout);
  }

  const FULL = expect.stringMatching(
    /^ERR_SYSTEM: cannot record in \/run\/packetwright\/\S+ how to undo a change: the file system is full \(ENOSPC\); free space on it: df shows how much is left$/,
  ) as unknown;
  const LIMIT = expect.stringMatching(
    /^ERR_SYSTEM: cannot record in \/run\/packetwright\/\S+ how to undo a change: the limit on the size of files is reached \(EFBIG\); raise it: ulimit -f unlimited$/,
  ) as unknown;

  it('loses nothing on a disk that is full at any octet of a line', () => {
    const results = said(`${OWN_RUN}; mount -t tmpfs -o size=64k,mode=700 tmpfs /run/packetwright; ${program('full')}`) as object[];
    expect(results.length).toBeGreaterThan(40);
    const last = results.pop();
    for (const one of results) expect(one).toEqual({ said: FULL, full: 'a', grown: 0, after: 'ac' });
    expect(last).toMatchObject({ said: 'ok', full: 'ab', after: 'abc' });
  });

  it('loses nothing to a limit on the size of files at any octet, neither in a line nor when it is written anew', () => {
    const { anew, appended, ...rest } = said(`${OWN_RUN}; ${program('limit')}`) as Record<string, object[]>;
    expect(anew?.length).toBeGreaterThan(100);
    for (const one of [...(anew ?? []), ...(appended ?? [])]) expect(one).toEqual({ said: LIMIT, there: 'a', files: 1 });
    expect(rest).toEqual({ after: 'ac', empty: { said: LIMIT, there: 'ac', files: 1 } });
  });

  it('that cannot be written keeps the change from being made', () => {
    const fill = 'head -c 4096 /dev/zero > /run/packetwright/filler';
    const add = `${program('add')}; rm -f /run/packetwright/filler; ip route show 198.51.100.0/24 >&2`;
    expect(said(`${OWN_RUN}; mount -t tmpfs -o size=4k,mode=700 tmpfs /run/packetwright; ${fill}; ${add}`)).toEqual(FULL);
    expect(said(`${OWN_RUN}; mount -o remount,ro /run; ${add}`)).toMatch(
      /^ERR_SYSTEM: cannot record in \/run\/packetwright\/\S+ how .*: the file system is read-only \(EROFS\); mount it writable$/,
    );
    expect(said(`${OWN_RUN}; ${add}`)).toBe('ok');
  });

  it.each([
    [
      'rmdir /run/packetwright; mount -o remount,ro /run',
      /^ERR_SYSTEM: cannot make .* \/run\/packetwright: the file system is read-only \(EROFS\)/,
    ],
    ['chown 65534 /run/packetwright', /^ERR_SYSTEM: cannot use .* \/run\/packetwright: it belongs to user 65534; move it away/],
    [
      'rmdir /run/packetwright; ln -s "$TMPDIR" /run/packetwright',
      /^ERR_SYSTEM: cannot use .* it is a symbolic link, or not a folder \(ENOTDIR\)/,
    ],
    ['rmdir /run/packetwright; touch /run/packetwright', /^ERR_SYSTEM: cannot use .* it is a symbolic link, or not a folder \(ENOTDIR\)/],
  ] as const)('is not made elsewhere: %s', (make, line) => {
    expect(said(`${OWN_RUN}; ${make}; ${program('add')}; ip route show 198.51.100.0/24 >&2; ls "$TMPDIR" >&2`)).toMatch(line);
  });

  describe("of a process that has ended, in root's folder", () => {
    const forge = () => program('forge /run/packetwright/7-7-7.journal');
    const start = () => `${program('start')}; ip route show default`;

    it('is replayed', () => {
      expect(inside(`${OWN_RUN}; ${forge()}; ${start()}; ls /run/packetwright`)).toEqual({
        status: 0,
        stdout: 'default via 10.77.0.2 dev va proto static \n',
        stderr: '',
      });
    });

    it.each([
      ["is another user's", 'chown 65534 7-7-7.journal'],
      ['may be written to by others', 'chmod 666 7-7-7.journal'],
      ['is a link', `mv 7-7-7.journal "$TMPDIR/x"; ln -s "$TMPDIR/x" 7-7-7.journal`],
    ])('is left alone when it %s', (_, make) => {
      expect(inside(`${OWN_RUN}; ${forge()}; cd /run/packetwright; ${make}; ${start()}; ls`)).toEqual({
        status: 0,
        stdout: '7-7-7.journal\n',
        stderr: '',
      });
    });

    it('is replayed beside what is none: FIFOs, links, folders, empty files, journals without an owner', () => {
      const odd = `mkfifo 1-1-1.journal; mkdir 2-1-1.journal; ln -s /dev/zero 3-1-1.journal; touch 4-1-1.journal
        echo '{"journal":1}' > 5-1-1.journal; echo '{"journal":1,"owner":7}' > 6-1-1.journal`;
      const { status, stdout, stderr } = inside(`${OWN_RUN}; ${forge()}; cd /run/packetwright; ${odd}; ${start()}; ls; ${program('add')}`);
      expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
      expect(stdout.split('\n')).toEqual([
        'default via 10.77.0.2 dev va proto static ',
        ...[1, 2, 3, 4, 5, 6].map((n) => `${n}-1-1.journal`),
        '"ok"',
        '',
      ]);
    });

    it('is told of by doctor when it is none: forged and empty, a FIFO, damaged; not one that is just being made', () => {
      const doctor = `'${process.execPath}' '${cli.folder}/pkw.mjs' doctor --json | grep leftovers`;
      const odd = `mkfifo 1-1-1.journal; touch 4-1-1.journal; echo '{"journal":' > 5-1-1.journal`;
      // The shell's own: its process runs.
      const young = "touch $$-$(sed 's/.*) //' /proc/$$/stat | cut -d' ' -f20)-1.journal";
      const { stdout } = inside(`${OWN_RUN}; cd /run/packetwright; ${young}; ${doctor}; ${odd}; ${doctor}; ls | wc -l`);
      const [before = '', after = '', files] = stdout.trim().split('\n');
      expect(JSON.parse(before)).toMatchObject({ state: 'ok', text: 'no dead process has left changes behind' });
      const paths = [1, 4, 5].map((n) => `/run/packetwright/${n}-1-1.journal`);
      const found = JSON.parse(after) as { state: string; text: string; remedy: string };
      for (const path of paths) expect([found.text.includes(path), found.remedy.includes(path)]).toEqual([true, true]);
      expect(found).toMatchObject({ state: 'missing', remedy: expect.stringMatching(/^look at it, then: rm -r /) as unknown });
      expect(files).toBe('4');
    });
  });

  it("in a folder that the environment names is not root's", () => {
    const forge = ['packetwright', 'packetwright-0'].map((name) => program(`forge "$TMPDIR/${name}/7-7-7.journal"`)).join(';');
    expect(inside(`${OWN_RUN}; ${forge}; ${program('start')}; ip route show default`)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('stays for root when root of another user namespace cannot replay it, and doctor tells of it', async () => {
    const changing = spawn(process.execPath, [join(cli.folder, 'changing.js'), net.a, 'move', net.b], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(changing.stdout, 'data');
    const pid = changing.pid as number;
    process.kill(childOf(pid), 'SIGKILL');
    changing.kill('SIGKILL');
    await once(changing, 'exit');
    const mine = () => leftovers().filter((one) => one.pid === pid);
    const before = mine();
    expect(before).toHaveLength(1);
    const words = ['--user', '--map-root-user', '--net', process.execPath];
    run('unshare', ...words, join(cli.folder, 'program.js'), 'start');
    expect(mine()).toEqual(before);
    const { stdout } = spawnSync('unshare', [...words, join(cli.folder, 'pkw.mjs'), 'doctor', '--json'], { encoding: 'utf8' });
    const found = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .find(({ check }) => check === 'leftovers');
    expect(found).toMatchObject({
      state: 'missing',
      text: expect.stringContaining('move va to network namespace') as unknown,
      remedy: 'run pkw doctor as root outside of this user namespace',
    });
    expect(mine()).toEqual(before);
    run(process.execPath, join(cli.folder, 'program.js'), 'start');
    expect(mine()).toEqual([]);
    expect(run('ip', '-n', net.a, '-o', 'link')).toContain('va@');
  });
});
