import { lookup } from 'node:dns/promises';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../test/support/live-links.ts';
import { describeIf } from '../../../test/support/require.ts';
import type { NativeBinding } from '../../../native/binding.ts';
import { loadNative } from '../../../native/loader.ts';
import { EPERM } from './errno.ts';
import { linuxHost } from './linux-host.ts';
import { decodeMessages, encodeMessages } from './netlink/message.ts';
import { RTM_NEWNEIGH } from './tables/neighbour-message.ts';

/** The addon, with a kernel that refuses netlink messages of one type. */
function refusing(native: NativeBinding, type: number, errno: number): NativeBinding {
  const refused: Uint8Array[] = [];
  return new Proxy(native, {
    get: (target, name: keyof NativeBinding) => {
      if (name === 'sendto') {
        const sendto: NativeBinding['sendto'] = (h, data, ...rest) => {
          const [message] = decodeMessages(data, data.length);
          if (message?.type !== type) return target.sendto(h, data, ...rest);
          const body = new Uint8Array(20);
          new DataView(body.buffer).setInt32(0, -errno, true);
          refused.push(encodeMessages([{ type: 2, flags: 0, body }], message.seq));
          return data.length;
        };
        return sendto;
      }
      if (name === 'recvmsg') {
        const recvmsg: NativeBinding['recvmsg'] = (h, data, address, ...rest) => {
          const answer = refused.shift();
          if (answer === undefined) return target.recvmsg(h, data, address, ...rest);
          data.set(answer);
          address.fill(0);
          return answer.length;
        };
        return recvmsg;
      }
      return target[name];
    },
  });
}

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

  it('opens UDP ports and TCP connections in its namespace', async () => {
    await using a = linuxHost({ netns: net.a });
    await using b = linuxHost({ netns: net.b });
    const server = await b.sockets.udp({ address: '10.77.0.2', port: 7 });
    const client = await a.sockets.udp({ to: { address: '10.77.0.2', port: 7 } });
    await client.send(new TextEncoder().encode('hello'), '10.77.0.2', 7);
    for await (const { data, from, port } of server.messages()) {
      expect(from).toBe('10.77.0.1');
      await server.send(data, from, port);
      break;
    }
    for await (const { data } of client.messages()) {
      expect(new TextDecoder().decode(data)).toBe('hello');
      break;
    }
    // Nobody listens there: the reset comes from the other namespace.
    await expect(a.sockets.connect('10.77.0.2', 81)).rejects.toMatchObject({ details: { name: 'ECONNREFUSED' } });
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

  it('asks for a neighbour itself where the kernel may not be told to', async () => {
    const sysctl = (netns: string, device: string): void => {
      const names = ['all.disable_ipv6=0', `${device}.accept_dad=0`, 'default.accept_dad=0'];
      run('ip', 'netns', 'exec', netns, 'sysctl', '-qw', ...names.map((name) => `net.ipv6.conf.${name}`));
    };
    sysctl(net.a, 'va');
    sysctl(net.b, 'vb');
    run('ip', '-n', net.a, 'addr', 'add', '2001:db8:77::1/64', 'dev', 'va', 'nodad');
    run('ip', '-n', net.b, 'addr', 'add', '2001:db8:77::2/64', 'dev', 'vb', 'nodad');
    run('ip', '-n', net.b, 'addr', 'add', '10.77.0.22/24', 'dev', 'vb');
    const native = loadNative();
    // What the kernel says to a process without CAP_NET_ADMIN: NEWNEIGH is refused, the rest is not.
    const host = linuxHost({ netns: net.a, native: refusing(native, RTM_NEWNEIGH, EPERM) });
    expect(await host.neighbour('va', '10.77.0.22')).toBe('02:00:00:00:00:0b');
    expect(await host.neighbour('va', '2001:db8:77::2')).toBe('02:00:00:00:00:0b');
    expect(await host.neighbour('va', '10.77.0.99', { timeoutMs: 50 })).toBeUndefined();
    expect(await host.neighbour('va', '2001:db8:77::99', { timeoutMs: 50 })).toBeUndefined();
    await expect(host.neighbour('va', '10.77.0.99', { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ name: 'TimeoutError' });
    // The kernel's own table has learned nothing.
    expect(run('ip', '-n', net.a, 'neigh')).not.toContain('10.77.0.22');
    await host.close();
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
