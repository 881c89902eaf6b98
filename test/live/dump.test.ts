/** `pkw dump` beside tcpdump: the same traffic, the same files. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { type BuiltCli, buildCli } from '../support/built-cli.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';
import { withAddon } from '../support/with-addon.ts';

/** A program that captures, or reads what one captures. */
interface Running {
  readonly child: ChildProcess;
  out(): Buffer;
  err(): string;
  /** When stdout or stderr, which is text, has that. */
  says(what: RegExp): Promise<void>;
  /** Its exit status; after the signal, where one is given. */
  ends(signal?: NodeJS.Signals): Promise<number | null>;
}

describeIf(requireLive('tcpdump', 'tshark', 'capinfos'), 'pkw dump', () => {
  let net: TwoNamespaces;
  let cli: BuiltCli;
  let folder: string;
  let running: ChildProcess[] = [];
  beforeAll(async () => {
    cli = await buildCli('src/cli/main.ts');
    withAddon(cli.folder);
    net = twoNamespaces();
  });
  afterAll(() => {
    net.remove();
    cli.remove();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'packetwright-dump-'));
  });
  afterEach(() => {
    for (const child of running) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    running = [];
    rmSync(folder, { recursive: true, force: true });
  });

  function start(command: string, args: readonly string[]): Running {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    running.push(child);
    const out: Buffer[] = [];
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    const closed = once(child, 'close');
    const text = (): string => Buffer.concat(out).toString() + err;
    return {
      child,
      out: () => Buffer.concat(out),
      err: () => err,
      async says(what) {
        for (let wait = 0; wait < 500 && !what.test(text()) && child.exitCode === null; wait++)
          await new Promise((resolve) => setTimeout(resolve, 20));
        if (!what.test(text())) throw new Error(`${command} ${args.join(' ')}: no ${what} in: ${text()}`);
      },
      async ends(signal) {
        if (signal !== undefined) child.kill(signal);
        const [status] = (await closed) as [number | null];
        return status;
      },
    };
  }

  /** A capture of namespace a that listens already. */
  async function dump(...args: string[]): Promise<Running> {
    const pkw = start(cli.path, ['dump', '--netns', net.a, ...args]);
    await pkw.says(/listening on/);
    return pkw;
  }
  async function tcpdump(...args: string[]): Promise<Running> {
    const other = start('ip', ['netns', 'exec', net.a, 'tcpdump', '--immediate-mode', '-U', ...args]);
    await other.says(/listening on/);
    return other;
  }
  const inA = (...words: string[]): string => run('ip', 'netns', 'exec', net.a, ...words);
  const ping = (n = 3, ...more: string[]): string => inA('ping', '-q', '-c', String(n), '-i', '0.01', ...more, '10.77.0.2');
  const file = (name: string): string => join(folder, name);
  /** What tshark gets from a file. */
  const frames = (path: string, ...fields: string[]): string[] =>
    run('tshark', '-nr', path, '-T', 'fields', ...fields.flatMap((name) => ['-e', name]))
      .split('\n')
      .slice(0, -1);
  /** That two captures differ in nothing but by the moment that it takes the kernel to stamp a packet for one and for the other. */
  function expectSame(ours: string, theirs: string): void {
    const [a, b] = [readFileSync(file(ours)), readFileSync(file(theirs))];
    for (let at = 24; at + 16 <= Math.min(a.length, b.length); at += 16 + a.readUInt32LE(at + 8)) {
      const seconds = (of: Buffer): number => of.readUInt32LE(at) + of.readUInt32LE(at + 4) / 1e6;
      expect(Math.abs(seconds(a) - seconds(b))).toBeLessThan(0.5);
      a.copy(b, at, at, at + 8);
    }
    expect(a.equals(b)).toBe(true);
  }
  /** Until what was written of the traffic stays as it is. */
  async function settled(...names: string[]): Promise<void> {
    const sizes = (): string => names.map((name) => statSync(file(name)).size).join();
    for (let before = '', now = sizes(), tries = 0; now !== before && tries < 50; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 150));
      [before, now] = [now, sizes()];
    }
  }
  const pkwNow = (...args: string[]): { status: number | null; stdout: string; stderr: string } =>
    spawnSync(cli.path, ['dump', ...args], { encoding: 'utf8', timeout: 60_000 });

  it('writes the very file that tcpdump writes', async () => {
    const theirs = await tcpdump('-i', 'va', '-w', file('tcpdump.pcap'));
    const ours = await dump('-i', 'va', '-w', file('pkw.pcap'));
    ping(20, '-s', '1000');
    inA('ping', '-q', '-c', '1', '-s', '4000', '10.77.0.2'); // three fragments each way
    await settled('pkw.pcap', 'tcpdump.pcap');
    expect(await theirs.ends('SIGINT')).toBe(0);
    expect(await ours.ends('SIGINT')).toBe(130);
    expectSame('pkw.pcap', 'tcpdump.pcap');
    expect(frames(file('pkw.pcap'), 'frame.len').length).toBe(46);
    expect(ours.err()).toBe(
      'pkw dump: listening on va, link-type EN10MB (Ethernet), snapshot length 262144 octets\n' +
        '46 packets captured\n46 packets received by filter\n0 packets dropped by kernel\n',
    );
  });

  it('cuts as tcpdump cuts, on one way only, on any interface', async () => {
    for (const args of [
      ['-i', 'va', '-s', '68'],
      ['-i', 'va', '-Q', 'in'],
      ['-i', 'va', '-Q', 'out', '-p'],
      ['-i', 'any'],
      ['-i', 'any', '-y', 'LINUX_SLL'],
      ['-i', 'va', '--immediate-mode'],
      ['-i', 'va', '-B', '1024'],
    ]) {
      const theirs = await tcpdump(...args.filter((word) => word !== '--immediate-mode'), '-w', file('tcpdump.pcap'));
      const ours = await dump(...args, '-w', file('pkw.pcap'));
      ping(5);
      await settled('pkw.pcap', 'tcpdump.pcap');
      await theirs.ends('SIGINT');
      expect(await ours.ends('SIGINT')).toBe(130);
      const fields = ['frame.encap_type', 'frame.len', 'frame.cap_len', 'icmp.type', 'icmp.seq'];
      expect([args, frames(file('pkw.pcap'), ...fields)]).toEqual([args, frames(file('tcpdump.pcap'), ...fields)]);
      expectSame('pkw.pcap', 'tcpdump.pcap');
    }
  });

  it('is promiscuous unless told otherwise', async () => {
    const promiscuity = (): number =>
      (JSON.parse(run('ip', '-n', net.a, '-d', '-j', 'link', 'show', 'va')) as [{ promiscuity: number }])[0].promiscuity;
    const usual = await dump('-i', 'va');
    expect(promiscuity()).toBe(1);
    await usual.ends('SIGINT');
    const own = await dump('-i', 'va', '-p');
    expect(promiscuity()).toBe(0);
    await own.ends('SIGINT');
  });

  it('takes what tcpdump takes with the same filter', async () => {
    for (const filter of ['icmp[icmptype] == icmp-echoreply', 'src host 10.77.0.1 and greater 500', 'tcp', 'ip broadcast or ip[8] == 64']) {
      const theirs = await tcpdump('-i', 'va', '-w', file('tcpdump.pcap'), filter);
      const ours = await dump('-i', 'va', '-w', file('pkw.pcap'), ...filter.split(' '));
      ping(3);
      ping(2, '-s', '800');
      await settled('pkw.pcap', 'tcpdump.pcap');
      await theirs.ends('SIGINT');
      expect(await ours.ends('SIGINT')).toBe(130);
      expectSame('pkw.pcap', 'tcpdump.pcap');
    }
    const wrong = pkwNow('--netns', net.a, '-i', 'va', '-w', file('never.pcap'), 'port', 'nonesuch');
    expect([wrong.status, wrong.stdout]).toEqual([1, '']);
    expect(wrong.stderr).toMatch(/^pkw dump: filter 'port nonesuch', column 6: .*\n$/);
    expect(existsSync(file('never.pcap'))).toBe(false);
    // The interface's netmask is known here; tcpdump -d takes 0 for it.
    expect(pkwNow('--netns', net.a, '-d', '-i', 'va', 'ip', 'broadcast').stdout).toMatch(/jset +#0xff /);
  });

  it('stops after -c packets, and lists them', async () => {
    const pkw = await dump('-i', 'va', '-c', '3');
    ping(5);
    expect(await pkw.ends()).toBe(0);
    const lines = pkw.out().toString().split('\n');
    expect(lines.length).toBe(4);
    expect(lines[0]).toMatch(/^ {4}1 {3}0\.000000 {4}10\.77\.0\.1 → 10\.77\.0\.2 {4}ICMP 98 .*echo-request/);
    expect(pkw.err()).toMatch(/^3 packets captured$/m);
  });

  it('gives JSON, an object a packet', async () => {
    const pkw = await dump('-i', 'va', '-c', '2', '--json');
    ping(2);
    expect(await pkw.ends()).toBe(0);
    const [first, second] = pkw
      .out()
      .toString()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(first).toMatchObject({ schema: 1, number: 1, frame: { iface: 'va', length: 98 }, layers: { ICMP: { type: 8 } } });
    expect(second).toMatchObject({ number: 2, layers: { IP: { src: '10.77.0.2' }, ICMP: { type: 0 } } });
  });

  it('writes pcapng, with the interface, its counters, and every nanosecond', async () => {
    const pkw = await dump('-i', 'va', '-w', file('a.pcapng'), '--print');
    ping(4);
    await pkw.says(/echo-reply[\s\S]*echo-reply[\s\S]*echo-reply[\s\S]*echo-reply/);
    expect(await pkw.ends('SIGTERM')).toBe(143);
    const about = run('capinfos', file('a.pcapng'));
    expect(about).toMatch(/File type: +Wireshark\/\.\.\. - pcapng/);
    expect(about).toMatch(/Capture application: +packetwright \d/);
    expect(about).toMatch(/Name = va/);
    expect(about).toMatch(/Time precision = nanoseconds/);
    expect(about).toMatch(/Number of packets = 8/);
    expect(frames(file('a.pcapng'), 'frame.packet_flags_direction')).toEqual([1, 2, 3, 4].flatMap(() => ['0x00000002', '']));
    const read = start(cli.path, ['read', file('a.pcapng'), '-T', 'fields', '-e', 'icmp.seq', '-e', 'frame.interface_id']);
    expect(await read.ends()).toBe(0);
    expect(read.out().toString()).toBe('1\t0\n1\t0\n2\t0\n2\t0\n3\t0\n3\t0\n4\t0\n4\t0\n');
  });

  it('goes through a pipe packet by packet: into tcpdump, and into itself', async () => {
    for (const [reader, sign] of [
      ['tcpdump -nr - -l', /ICMP echo reply/],
      [`'${cli.path}' read -`, /echo-reply/],
      [`'${cli.path}' dump -r -`, /echo-reply/],
    ] as const) {
      const pipe = start('sh', ['-c', `exec '${cli.path}' dump --netns ${net.a} -i va -c 8 -w - | ${reader}`]);
      await pipe.says(/listening on/);
      ping(1);
      // The first is shown before there are more: nobody waits for a full buffer.
      await pipe.says(sign);
      ping(3);
      expect(await pipe.ends()).toBe(0);
      expect(pipe.out().toString().match(new RegExp(sign, 'g'))?.length).toBe(4);
    }
  });

  it('shows what tcpdump sends through a pipe as it comes', async () => {
    const pipe = start('sh', ['-c', `ip netns exec ${net.a} tcpdump --immediate-mode -U -i va -w - | '${cli.path}' read -`]);
    await pipe.says(/listening on/);
    ping(1);
    await pipe.says(/echo-reply/);
    pipe.child.kill('SIGKILL');
    run('sh', '-c', `for p in $(ip netns pids ${net.a}); do kill $p; done`);
  });

  it('ends quietly when nobody reads any more', async () => {
    const pipe = start('sh', ['-c', `exec '${cli.path}' dump --netns ${net.a} -i va -w - | head -c 24 | wc -c`]);
    await pipe.says(/listening on/);
    for (let i = 0; i < 3; i++) ping(2);
    expect(await pipe.ends()).toBe(0);
    expect(pipe.out().toString().trim()).toBe('24');
    expect(pipe.err()).not.toMatch(/EPIPE|error/i);
  });

  it('reads a capture, and writes a part of it', async () => {
    const made = await dump('-i', 'va', '-w', file('all.pcap'), '-c', '10');
    ping(5);
    await made.ends();
    expect(pkwNow('-r', file('all.pcap'), '-w', file('some.pcap'), '-c', '7')).toMatchObject({ status: 0, stdout: '', stderr: '' });
    run('tcpdump', '-r', file('all.pcap'), '-c', '7', '-w', file('theirs.pcap'));
    expect(readFileSync(file('some.pcap')).equals(readFileSync(file('theirs.pcap')))).toBe(true);
    expect(pkwNow('-r', file('all.pcap'), '--pcapng', '-w', file('some'), '-c', '7').status).toBe(0);
    expect(frames(file('some'), 'frame.time_epoch', 'frame.len')).toEqual(frames(file('theirs.pcap'), 'frame.time_epoch', 'frame.len'));
    expect(pkwNow('-r', file('all.pcap'), '-c', '2').stdout.split('\n').length).toBe(3);
  });

  it('lists interfaces, link types and time stamps', () => {
    const { stdout } = pkwNow('--netns', net.a, '-D');
    expect(stdout).toMatch(/^1\.lo \[Up, Running, Loopback\]\n2\.va \[Up, Running\]\n3\.any /);
    expect(pkwNow('--netns', net.a, '-L', '-i', 'va').stdout).toMatch(/^Data link types for va .*\n {2}EN10MB \(Ethernet\)\n/);
    // By its number, as tcpdump has it.
    expect(pkwNow('--netns', net.a, '-L', '-i', '3').stdout).toMatch(/^Data link types for any .*\n {2}LINUX_SLL2 .*\n {2}LINUX_SLL /);
    expect(pkwNow('--netns', net.a, '-J', '-i', 'va').stdout).toMatch(/^Time stamp types for va .*\n {2}host/);
    const theirs = inA('sh', '-c', 'tcpdump -L -i va 2>&1').match(/^ {2}\w+/gm);
    expect(pkwNow('--netns', net.a, '-L').stdout.match(/^ {2}\w+/gm)).toEqual(theirs);
  });

  it('says in one line what is not there, or not permitted', () => {
    const fails = (status: number, line: RegExp, ...args: string[]): void => {
      const { status: got, stdout, stderr } = pkwNow('--netns', net.a, ...args);
      expect([args, got, stdout]).toEqual([args, status, '']);
      expect(stderr).toMatch(line);
      expect(stderr.split('\n').length).toBe(2);
    };
    fails(1, /^pkw dump: .*nope/, '-i', 'nope');
    fails(1, /^pkw dump: there is no interface 99/, '-i', '99');
    fails(1, /^pkw dump: .*\/no\/such/, '-r', '/no/such.pcap');
    fails(2, /^pkw dump: -r and -i cannot be used together/, '-r', 'x', '-i', 'va');
    fails(2, /^pkw dump: -Q sideways: expected one of in, out, inout/, '-Q', 'sideways');
    fails(2, /^pkw dump: -c 0: expected a whole number/, '-c', '0');
    fails(2, /^pkw dump: -y NOPE: no link type has that name/, '-y', 'NOPE');
    fails(1, /^pkw dump: .*va/, '-i', 'va', '-y', 'RAW');
    fails(2, /^pkw dump: --pcapng needs -w FILE/, '--pcapng');
    fails(2, /^pkw dump: --json lists packets/, '--json', '-w', 'x');
    chmodSync(cli.folder, 0o755);
    const nobody = spawnSync('setpriv', ['--reuid=65534', '--regid=65534', '--clear-groups', cli.path, 'dump', '-i', 'lo', '-c', '1'], {
      encoding: 'utf8',
    });
    expect([nobody.status, nobody.stdout]).toEqual([1, '']);
    expect(nobody.stderr).toMatch(/^pkw dump: .*CAP_NET_RAW.*\n$/i);
  });

  it('goes on as another user, whose the file is', async () => {
    chmodSync(folder, 0o777);
    for (const flag of ['-Z', '--user']) {
      const pkw = await dump('-i', 'va', flag, 'nobody', '-w', file('theirs.pcap'), '-c', '2');
      expect(readFileSync(`/proc/${pkw.child.pid}/status`, 'utf8')).toMatch(/^Uid:\t65534\t65534\t65534\t65534$/m);
      ping(1);
      expect(await pkw.ends()).toBe(0);
      expect(statSync(file('theirs.pcap')).uid).toBe(65534);
      expect(frames(file('theirs.pcap'), 'icmp.type')).toEqual(['8', '0']);
      rmSync(file('theirs.pcap'));
    }
    expect(pkwNow('--netns', net.a, '-i', 'va', '-Z', 'no-such-user').stderr).toMatch(/there is no user 'no-such-user'/);
  });

  it('ends with what there is when the interface goes', async () => {
    run('ip', '-n', net.a, 'link', 'add', 'ga', 'type', 'veth', 'peer', 'name', 'gb');
    run('ip', '-n', net.a, 'link', 'set', 'ga', 'up');
    run('ip', '-n', net.a, 'link', 'set', 'gb', 'up');
    const pkw = await dump('-i', 'ga', '-w', file('gone.pcap'));
    run('ip', '-n', net.a, 'addr', 'add', '10.78.0.1/24', 'dev', 'ga');
    spawnSync('ip', ['netns', 'exec', net.a, 'ping', '-q', '-c', '1', '-W', '1', '10.78.0.2']);
    run('ip', '-n', net.a, 'link', 'del', 'ga');
    expect(await pkw.ends()).toBe(1);
    expect(pkw.err()).toMatch(/packets? captured[\s\S]*pkw dump: .*ga is gone/);
    expect(frames(file('gone.pcap'), 'arp.dst.proto_ipv4')).toContain('10.78.0.2');
  });
});
