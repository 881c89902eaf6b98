/** explain on the wire: causes made on purpose between two kernels, in network namespaces that are made and removed here; and exchanges that work. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  ARP,
  Ether,
  explain,
  type ExchangeResult,
  type Host,
  ICMP,
  IP,
  linuxHost,
  packet,
  type PacketwrightError,
  sr,
  srp,
  TCP,
  UDP,
} from '../../src/index.ts';
import { requireLive, run, type TwoNamespaces, twoNamespaces } from '../support/live-links.ts';
import { describeIf } from '../support/require.ts';

const [OURS, THEIRS, NOBODY] = ['10.77.0.1', '10.77.0.2', '10.77.0.9'];

/** A TCP server that says what it hears, and a UDP one that answers. It says so when both are there. */
const SERVERS = `
import socket, threading
t = socket.socket(); t.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); t.bind(('${THEIRS}', 80)); t.listen(200)
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('${THEIRS}', 7777))
print('ready', flush=True)
while True:
    data, end = u.recvfrom(2000); u.sendto(b'answer', end)
`;

describeIf(requireLive('python3'), 'explain between two kernels', () => {
  let net: TwoNamespaces, host: Host, servers: ChildProcess;
  beforeAll(async () => {
    net = twoNamespaces();
    host = linuxHost({ netns: net.a });
    servers = spawn('ip', ['netns', 'exec', net.b, 'python3', '-c', SERVERS], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => servers.stdout?.once('data', resolve));
  });
  afterAll(async () => {
    servers?.kill();
    await host?.close();
    net?.remove();
  });

  const first = async (result: ExchangeResult<any> | ExchangeResult<any>[]): Promise<unknown> => {
    const found = await explain(result, { waitMs: 50 });
    return found.map(({ code }) => code)[0];
  };
  const udp = (sport: number, dport = 7777) => packet(IP({ dst: THEIRS }), UDP({ sport, dport }), 'question');

  it('names the own kernel, which resets a connection made by hand', async () => {
    const o = { host, watch: true, timeoutMs: 300 };
    const syn = await sr(packet(IP({ dst: THEIRS }), TCP({ sport: 10979, dport: 80, seq: 628762301 })), o);
    const theirs = syn.answered[0]?.[1].get(TCP);
    const segment = packet(
      IP({ dst: THEIRS }),
      TCP({ sport: 10979, dport: 80, flags: 'A', seq: 628762302, ack: ((theirs?.seq ?? 0) + 1) >>> 0 }),
      'GET / HTTP/1.1\r\n\r\n',
    );
    // The kernel's reset is on its way; the question is what came of it.
    const request = await sr(segment, o);
    expect(await first([syn, request])).toBe('own-kernel-reset');
  });

  it('names it from what the server says, where nobody listened', async () => {
    const syn = await sr(packet(IP({ dst: THEIRS }), TCP({ sport: 10980, dport: 80, seq: 5 })), { host });
    const ack = ((syn.answered[0]?.[1].get(TCP)?.seq ?? 0) + 1) >>> 0;
    const request = await sr(packet(IP({ dst: THEIRS }), TCP({ sport: 10980, dport: 80, flags: 'A', seq: 6, ack }), 'GET /'), {
      host,
      timeoutMs: 300,
    });
    expect(await first([syn, request])).toBe('own-kernel-reset');
    const other = await sr(packet(IP({ dst: THEIRS }), TCP({ sport: 51483, dport: 80, flags: 'A', seq: 6, ack }), 'GET /'), {
      host,
      timeoutMs: 300,
    });
    expect(await first([syn, other])).toBe('other-source-port');
  });

  it('names the own kernel, which refuses datagrams', async () => {
    const o = { host, watch: true, timeoutMs: 300 };
    const one = await sr(udp(5555), o);
    expect(await first([one, await sr(udp(5555), o)])).toBe('own-kernel-unreachable');
  });

  it('names closed ports, silent neighbours, wrong checksums, spoofed sources', async () => {
    const o = { host, timeoutMs: 100 };
    expect(await first(await sr(packet(IP({ dst: THEIRS }), TCP({ sport: 4444, dport: 81 })), o))).toBe('port-closed');
    expect(await first(await sr(udp(5556, 99), o))).toBe('port-closed');
    expect(await first(await sr(packet(IP({ dst: THEIRS }), UDP({ sport: 5557, dport: 7777, chksum: 0x1234 }), 'x'), o))).toBe(
      'own-checksum',
    );
    expect(await first(await sr(packet(IP({ src: '10.77.0.77', dst: THEIRS }), ICMP()), o))).toBe('spoofed-source');
    expect(await first(await srp(packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ pdst: '8.8.8.8' })), { ...o, iface: 'va' }))).toBe(
      'off-link-asked',
    );
    expect(await first(await sr(packet(IP({ dst: NOBODY }), ICMP()), o))).toBe('neighbour-silent');
    const error = await sr(packet(IP({ dst: '203.0.113.1' }), ICMP()), o).catch((e: unknown) => e);
    expect(await explain(error as PacketwrightError)).toMatchObject([{ code: 'no-route' }]);
  });

  it('blames nobody for 100 exchanges that work', async () => {
    const blamed: unknown[] = [];
    for (let i = 0; i < 25; i++) {
      const o = { host, watch: i % 5 === 0 };
      for (const result of [
        await sr(packet(IP({ dst: THEIRS }), ICMP({ id: i + 1, seq: i }), 'x'.repeat(i)), o),
        await sr(packet(IP({ dst: THEIRS }), TCP({ sport: 20_000 + i, dport: 80, seq: i * 1000 })), o),
        await sr(udp(30_000 + i), o),
        await srp(packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff' }), ARP({ pdst: THEIRS })), { ...o, iface: 'va' }),
      ]) {
        expect([i, result.unanswered.length]).toEqual([i, 0]);
        for (const { blames, code, sentence } of await explain(result, o.watch ? { waitMs: 5 } : {}))
          if (blames) blamed.push([code, sentence]);
      }
    }
    expect(blamed).toEqual([]);
  });

  // The last: it takes the link away.
  it('names an interface that is down, or has no carrier', async () => {
    await sr(packet(IP({ dst: THEIRS }), ICMP()), { host });
    run('ip', '-n', net.b, 'link', 'set', 'vb', 'down');
    const frame = packet(Ether({ dst: '02:00:00:00:00:0b' }), IP({ src: OURS, dst: THEIRS }), ICMP());
    const result = await srp(frame, { host, iface: 'va', timeoutMs: 100 }).catch((e: unknown) => e);
    const found = await explain(result as ExchangeResult | PacketwrightError);
    expect(found[0]?.code).toBe('interface-down');
  });
});
