import { lookup } from 'node:dns/promises';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../test/support/live-links.ts';
import { describeIf } from '../../../test/support/require.ts';
import { linuxHost } from './linux-host.ts';

describeIf(requireLive(), "the kernel's host", () => {
  let net: TwoNamespaces;
  beforeAll(() => {
    net = twoNamespaces();
  });
  afterAll(() => net.remove());

  const descriptors = (): number => readdirSync('/proc/self/fd').length;

  it('opens nothing before it is used, and closes all that it opened', async () => {
    // What a first use loads stays loaded.
    await linuxHost({ netns: net.a }).interfaces();
    const before = descriptors();
    const host = linuxHost({ netns: net.a });
    expect(descriptors()).toBe(before);
    await host.route('10.77.0.2');
    await host.neighbour('va', '10.77.0.2');
    // A netlink socket, and the namespace's file.
    expect(descriptors()).toBe(before + 2);
    await host.close();
    await host.close();
    expect(descriptors()).toBe(before);
    await expect(host.interfaces()).rejects.toMatchObject({ code: 'ERR_CLOSED' });
  });

  it('is told by name, by process and by path', async () => {
    const holder = execFileSync('ip', ['netns', 'exec', net.a, 'sh', '-c', 'sleep 20 >/dev/null 2>&1 & echo $!'], { encoding: 'utf8' });
    const pid = Number(holder);
    try {
      for (const netns of [net.a, pid, `/run/netns/${net.a}`]) {
        const host = linuxHost({ netns });
        expect((await host.interfaces()).map(({ name }) => name)).toEqual(['lo', 'va']);
        await host.close();
      }
    } finally {
      process.kill(pid);
    }
    await expect(linuxHost({ netns: 'no-such-one' }).interfaces()).rejects.toMatchObject({
      code: 'ERR_INTERFACE',
      message: 'there is no network namespace no-such-one: /run/netns/no-such-one (ENOENT)',
    });
  });

  it('opens links, with packets dissected', async () => {
    const [a, b] = [linuxHost({ netns: net.a }), linuxHost({ netns: net.b })];
    const link = await b.open('vb', { immediate: true });
    await link.ready;
    run('ip', 'netns', 'exec', net.a, 'ping', '-q', '-c', '1', '10.77.0.2');
    for await (const packet of link.packets()) {
      expect(packet.summary()).toContain('IP / ICMP 10.77.0.1 > 10.77.0.2 echo-request');
      break;
    }
    await link.close();
    await expect(a.open('nope')).rejects.toMatchObject({ code: 'ERR_INTERFACE' });
    await Promise.all([a.close(), b.close()]);
  });

  it('knows names as the resolver does', async () => {
    const host = linuxHost();
    expect(await host.resolve('192.0.2.7')).toEqual(['192.0.2.7']);
    const theirs = (await lookup('localhost', { all: true })).map(({ address }) => address);
    expect(await host.resolve('localhost')).toEqual([...new Set(theirs)]);
    await expect(host.resolve('-option')).rejects.toMatchObject({ code: 'ERR_RESOLVE' });
    await expect(host.resolve('localhost', { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough');
  });
});

describeIf(requireLive('dnsmasq', 'getent', 'nsenter'), 'names in another namespace', () => {
  let net: TwoNamespaces;
  let server: ChildProcess;
  beforeAll(async () => {
    net = twoNamespaces();
    mkdirSync(`/etc/netns/${net.a}`, { recursive: true });
    writeFileSync(`/etc/netns/${net.a}/resolv.conf`, 'nameserver 10.77.0.2\noptions timeout:1 attempts:1\n');
    server = spawn(
      'ip',
      [
        'netns',
        'exec',
        net.b,
        'dnsmasq',
        '--keep-in-foreground',
        '--conf-file=/dev/null',
        '--no-resolv',
        '--no-hosts',
        '--user=root',
        '--pid-file=',
        '--listen-address=10.77.0.2',
        '--bind-interfaces',
        '--address=/www.example.test/192.0.2.33',
        '--address=/www.example.test/2001:db8::33',
        '--log-facility=-',
      ],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    await new Promise((resolve) => server.stderr?.once('data', resolve));
  });
  afterAll(() => {
    server.kill();
    rmSync(`/etc/netns/${net.a}`, { recursive: true });
    // The folder itself, when nobody else has anything there.
    try {
      rmdirSync('/etc/netns');
    } catch {
      // Somebody has.
    }
    net.remove();
  });

  it('are asked for there', async () => {
    const host = linuxHost({ netns: net.a });
    // The resolver leaves IPv6 addresses out where no interface has one.
    expect(await host.resolve('www.example.test')).toEqual(['192.0.2.33']);
    expect(await host.resolve('localhost')).not.toEqual([]);
    await expect(host.resolve('no-such-host.example.test')).rejects.toMatchObject({
      code: 'ERR_RESOLVE',
      message: `no-such-host.example.test has no address in network namespace ${net.a} (not found)`,
    });
    // The name is known inside only.
    await expect(linuxHost({ netns: net.b }).resolve('www.example.test', { timeoutMs: 2000 })).rejects.toMatchObject({
      code: 'ERR_RESOLVE',
    });
  });
});
