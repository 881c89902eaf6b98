/**
 * The kernel and us. An address that no kernel owns: another host's kernel opens a connection to it, and ours never hears of it (S89, S90). The kernel's own address: the
 * reset that spoils a handshake is seen, explained and stopped (S13).
 */
import http from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { explain, type ExchangeResult, guard, IP, linuxHost, packet, sniff, sr, TCP } from '../../../src/index.ts';
import type { LocalHost } from '../../../src/host/linux/linux-host.ts';
import type { Packet } from '../../../src/packet/laid/packet.ts';
import { LinkWire } from '../../../src/stack/link-wire.ts';
import { listenSockets } from '../../../src/stack/node/stack-server.ts';
import { type OpenStack, stackOn } from '../../../src/stack/open-stack.ts';
import { Stack } from '../../../src/stack/stack.ts';
import { TCP_SETTINGS } from '../../../src/stack/tcp/tcp-settings.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../../support/live-links.ts';
import { inNamespace } from '../../support/programs/real-programs.ts';
import { describeIf } from '../../support/require.ts';
import { type Running, running } from '../../support/servers/dhcp-servers.ts';

const FAKE = '10.77.0.66';
const OURS = '10.77.0.1';
const THEIRS = '10.77.0.2';

describeIf(requireLive('curl', 'nft', 'ping'), 'the kernel and us', () => {
  let net: TwoNamespaces, host: LocalHost, there: LocalHost, peer: Running;
  beforeAll(async () => {
    net = twoNamespaces();
    host = linuxHost({ netns: net.a });
    there = linuxHost({ netns: net.b });
    // Greets whoever has connected, and says what it got.
    peer = running(net.b, [
      process.execPath,
      '-e',
      `require('net').createServer((s) => { s.on('error', () => {}); s.on('data', (d) => s.write('got ' + d)); }).listen(80, '${THEIRS}', () => console.log('ready'));`,
    ]);
    await peer.says(/ready/);
  });
  afterAll(async () => {
    await peer?.[Symbol.asyncDispose]();
    await host?.close();
    await there?.close();
    net?.remove();
  });

  /** Segments with a reset from an address of ours that reached the other host while `what` ran. */
  async function resetsWhile(what: () => Promise<void>): Promise<Packet[]> {
    const end = new AbortController();
    const sniffer = sniff({ host: there, iface: 'vb', filter: 'tcp', signal: end.signal });
    await sniffer.ready;
    const resets: Packet[] = [];
    const seen = (async () => {
      for await (const p of sniffer) if (p.get(IP)?.src !== THEIRS && String(p.get(TCP)?.flags).includes('R')) resets.push(p);
    })();
    try {
      await what();
    } finally {
      // What is said here comes behind all that was sent before.
      const last = packet(IP({ dst: THEIRS }), TCP({ sport: 9, dport: 81, flags: 'R', window: 7 }));
      await sr(last, { host, timeoutMs: 50 });
      while (!resets.some((p) => p.get(TCP)?.window === 7)) await new Promise((resolve) => setImmediate(resolve));
      end.abort();
      await seen.catch(() => undefined);
    }
    return resets.filter((p) => p.get(TCP)?.window !== 7);
  }

  it('an address that no kernel owns: found by ARP again and again, connected to by a kernel, with no firewall rule and no word of ours', async () => {
    const rules = (): string => run('ip', 'netns', 'exec', net.a, 'nft', 'list', 'ruleset');
    const before = rules();
    await using ours = await stackOn(host, { iface: 'va', address: `${FAKE}/24` });
    const server = http.createServer((_request, response) => response.end('nobody’s kernel\n'));
    listenSockets(ours, 80, (socket) => server.emit('connection', socket));
    const resets = await resetsWhile(async () => {
      for (let i = 0; i < 2; i++) {
        // It is asked for anew each time, and answers.
        run('ip', '-n', net.b, 'neighbour', 'flush', 'dev', 'vb');
        const [curl] = await inNamespace(net.b, [`curl -s http://${FAKE}/`]);
        expect([curl?.status, curl?.out]).toEqual([0, 'nobody’s kernel\n']);
        expect(run('ip', '-n', net.b, 'neighbour', 'show', FAKE)).toContain('lladdr 02:00:00:00:00:0a');
      }
      // And the other way: a connection of ours to a program of that kernel.
      const connection = await ours.connect(THEIRS, 80);
      await connection.write(Buffer.from('hello'));
      for await (const octets of connection.chunks()) {
        expect(Buffer.from(octets).toString()).toBe('got hello');
        break;
      }
      connection.close();
    });
    // The stack itself resets what comes for a connection that is over, as any host does: a busy peer may say its FIN twice. The kernel says nothing.
    expect(resets.map((p) => p.summary())).toHaveLength(ours.stack.tcp.counters.resetsSent);
    expect(resets.filter((p) => p.get(IP)?.src !== FAKE).map((p) => p.summary())).toEqual([]);
    expect(rules()).toBe(before);
    expect(run('ip', '-n', net.a, '-o', 'address', 'show')).not.toContain(FAKE);
  }, 60_000);

  /** A handshake by hand from the kernel's own address, and a request. */
  async function byHand(sport: number): Promise<ExchangeResult<any>[]> {
    const o = { host, timeoutMs: 500, watch: true };
    const syn = await sr(packet(IP({ dst: THEIRS }), TCP({ sport, dport: 80, seq: 5 })), o);
    const ack = ((syn.answered[0]?.[1].get(TCP)?.seq ?? 0) + 1) >>> 0;
    return [syn, await sr(packet(IP({ dst: THEIRS }), TCP({ sport, dport: 80, flags: 'PA', seq: 6, ack }), 'hello'), o)];
  }

  it('a handshake by hand: the kernel’s reset is seen and explained without a guard, and stopped by it', async () => {
    let results: ExchangeResult<any>[] = [];
    const resets = await resetsWhile(async () => void (results = await byHand(51_101)));
    expect(resets.map((p) => [p.get(IP)?.src, p.get(TCP)?.sport])).toEqual([[OURS, 51_101]]);
    expect((await explain(results, { waitMs: 50 }))[0]).toMatchObject({
      code: 'own-kernel-reset',
      remedy: expect.stringContaining('localPort: 51101'),
    });
    await using _guard = await guard({ protocol: 'tcp', localPort: 51_102 }, { host });
    const guarded = await resetsWhile(async () => void (results = await byHand(51_102)));
    expect(guarded).toEqual([]);
    expect(results[1]?.answered).toHaveLength(1);
    expect(await explain(results, { waitMs: 50 })).toEqual([]);
  }, 60_000);

  it('a stack with the kernel’s own address: its connections are reset without the guard, and live with it', async () => {
    const link = await host.open('va', { direction: 'in', immediate: true });
    await link.ready;
    const bare = new Stack(new LinkWire(link), { clock: host.clock, random: host.random }, { addresses: [`${OURS}/24`], isShared: true });
    const stop = link.listen((batch) => bare.receive(batch));
    const resets = await resetsWhile(async () => {
      const t = bare.tcp.connect(bare.paths.to(THEIRS), 80, TCP_SETTINGS, 51_103);
      // Open on both sides at first; the other side believes the reset, and answers what comes then with its own.
      await new Promise<void>((resolve) => (t.events = { open: resolve }));
      const closed = new Promise((resolve) => (t.events = { close: resolve }));
      bare.tcp.write(t, Buffer.from('hello'));
      expect(await closed).toMatchObject({ details: { errno: 'ECONNRESET' } });
    });
    expect(resets.map((p) => p.get(TCP)?.sport)).toContain(51_103);
    stop();
    bare.close();
    await link.close();

    await using ours: OpenStack = await stackOn(host, { iface: 'va' });
    expect(ours.way).toContain('its resets held back');
    let port = 0;
    const guarded = await resetsWhile(async () => {
      const connection = await ours.connect(THEIRS, 80);
      port = connection.localPort;
      await connection.write(Buffer.from('hello'));
      for await (const octets of connection.chunks()) {
        expect(Buffer.from(octets).toString()).toBe('got hello');
        break;
      }
      // No program of the kernel's can have its port meanwhile.
      await expect(host.sockets.reserve?.({ address: OURS, port: connection.localPort })).rejects.toMatchObject({ code: 'ERR_BUSY' });
      connection.close();
    });
    // The other end may still repeat what it said to a handshake by hand, whose guard is over.
    expect(guarded.filter((p) => p.get(TCP)?.sport === port)).toEqual([]);
    // The kernel's own connections go on beside it: the stack says nothing of them.
    const [curl] = await inNamespace(net.a, [`curl -s --http0.9 --max-time 1 http://${THEIRS}/`]);
    expect(curl?.out).toContain('got GET / HTTP/1.1');
  }, 60_000);
});
