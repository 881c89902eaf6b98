/** A host that is closed has nothing open any more, whatever was in flight: /proc/self/fd says so. */
import { readdirSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../../test/support/live-links.ts';
import { describeIf } from '../../../test/support/require.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../protocols/protocols.ts';
import { sr1 } from '../../exchange/send-receive.ts';
import { linuxHost, type LocalHost } from './linux-host.ts';

/** What this process has open that a host may have opened: sockets, namespaces, TUN devices. */
function open(): string[] {
  const found: string[] = [];
  for (const fd of readdirSync('/proc/self/fd')) {
    try {
      const what = readlinkSync(`/proc/self/fd/${fd}`);
      if (/^socket:|^net:|\/net/.test(what)) found.push(`${fd} ${what}`);
    } catch {
      // The directory's own descriptor is gone.
    }
  }
  return found.sort();
}

const CLOSED = { code: 'ERR_CLOSED' };

describeIf(requireLive('nft'), 'a host that is closed', () => {
  let net: TwoNamespaces;
  beforeAll(async () => {
    net = twoNamespaces();
    // What a first use loads stays loaded.
    await using host = linuxHost({ netns: net.a });
    await host.interfaces();
  });
  afterAll(() => net?.remove());

  /** Closes it while something is in flight. */
  async function closing<T>(inFlight: (host: LocalHost) => Promise<T>): Promise<T> {
    const before = open();
    const host = linuxHost({ netns: net.a });
    const given = await inFlight(host);
    expect(open().length).toBeGreaterThan(before.length);
    const first = host.close();
    await Promise.all([first, host.close()]);
    expect(open()).toEqual(before);
    return given;
  }

  it.each([false, true])('ends who reads from a link (immediate: %s)', async (immediate) => {
    const { reading, link } = await closing(async (host) => {
      const link = await host.open('va', { immediate });
      const reading = (async () => {
        let packets = 0;
        for await (const _ of link.packets()) packets++;
        return packets;
      })();
      await link.send({ data: new Uint8Array(60), n: 1, offset: Uint32Array.of(0), length: Uint32Array.of(60) });
      return { reading, link };
    });
    expect(await reading).toBeGreaterThanOrEqual(0);
    expect(link.stats().dropped).toBe(0);
    await expect(
      link.send({ data: new Uint8Array(60), n: 1, offset: Uint32Array.of(0), length: Uint32Array.of(60) }),
    ).rejects.toMatchObject(CLOSED);
    await link.close();
  });

  it('ends who waits for an answer, for a neighbour, for a frame’s turn, for changes', async () => {
    // A kernel answers no echo reply, nobody has 10.77.0.9.
    const { settled } = await closing(async (host) => {
      const quiet = packet(IP({ dst: '10.77.0.2' }), ICMP({ type: 0 }));
      await sr1(quiet, { host, timeoutMs: 1 });
      const link = await host.open('va', { sendOnly: true });
      const frames = { data: new Uint8Array(60), n: 2, offset: Uint32Array.of(0, 0), length: Uint32Array.of(60, 60) };
      const changes = host.admin.watch()[Symbol.asyncIterator]();
      const all = [
        sr1(quiet, { host, timeoutMs: 20_000 }),
        host.neighbour('va', '10.77.0.9', { timeoutMs: 20_000 }),
        link.send(frames, { rate: 0.1 }),
        changes.next(),
      ];
      const settled = Promise.allSettled(all);
      // All of them wait.
      await new Promise((resolve) => setTimeout(resolve, 50));
      return { settled };
    });
    const outcomes = await settled;
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected', 'fulfilled']);
    for (const one of outcomes.slice(0, 3)) expect((one as PromiseRejectedResult).reason).toMatchObject(CLOSED);
    expect((outcomes[3] as PromiseFulfilledResult<unknown>).value).toEqual({ value: undefined, done: true });
  });

  it('closes TUN devices, the firewall’s socket and its log, and takes back what was changed', async () => {
    await closing(async (host) => {
      const tun = await host.admin.links.openTun('pkwtun%d', { addresses: ['10.99.0.1/24'] });
      expect(run('ip', '-n', net.a, 'link', 'show', tun.name)).toContain(tun.name);
      await host.admin.firewall?.add({ direction: 'in', action: 'count' });
      await host.admin.routes.add({ destination: '10.98.0.0/24', gateway: '10.77.0.2' });
      await host.open('nflog:7');
      await host.open('any');
    });
    expect(run('ip', '-n', net.a, 'link', 'show')).not.toContain('pkwtun');
    expect(run('ip', '-n', net.a, 'route')).not.toContain('10.98.0.0');
  });

  it('closes plain sockets', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    const accepted = new Promise<void>((resolve) => server.once('connection', (socket) => socket.on('close', () => resolve()).resume()));
    const before = open();
    const host = linuxHost();
    await host.sockets.connect('127.0.0.1', port);
    const udp = await host.sockets.udp({ address: '127.0.0.1' });
    const next = udp.messages()[Symbol.asyncIterator]().next();
    await host.close();
    expect(await next).toEqual({ value: undefined, done: true });
    // The other end of the connection is this process's, too.
    await accepted;
    expect(open()).toEqual(before);
    await new Promise((resolve) => server.close(resolve));
  });

  it('opens nothing any more, also where the opening had begun', async () => {
    const host = linuxHost({ netns: net.a });
    const opening = host.open('va', { filter: 'tcp port 80' });
    const failed = expect(opening).rejects.toMatchObject(CLOSED);
    await host.close();
    await failed;
    await expect(host.sockets.udp()).rejects.toThrow();
    await expect(host.open('va')).rejects.toMatchObject(CLOSED);
  });
});
