/**
 * Octets between a stack and the Linux kernel over bad lines: as client and as server, both ways at once, IPv4 and IPv6. What the kernel's side gets, it sends back; so what
 * comes back is what was sent, or something went wrong. PKW_WHOLE=1: ten times as much.
 */
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { bridge } from '../../../src/exchange/bridge.ts';
import { linuxHost, type LocalHost } from '../../../src/host/linux/linux-host.ts';
import type { Impairments } from '../../../src/lab/impair/impairments.ts';
import { IP } from '../../../src/protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../../src/protocols/network/ipv6/ipv6.ts';
import { type OpenStack, stackOn } from '../../../src/stack/open-stack.ts';
import type { StackConnection } from '../../../src/stack/stack-connection.ts';
import type { TcpSettings } from '../../../src/stack/tcp/tcb.ts';
import { fragment, fragment6 } from '../../../src/streams/fragments/fragment.ts';
import { impairedBridge } from '../../../src/tools/impaired-bridge.ts';
import { requireLive } from '../../support/live-links.ts';
import { describeIf } from '../../support/require.ts';
import { running } from '../../support/servers/dhcp-servers.ts';
import { octetAt } from '../../support/stack/transfer.ts';
import { giveIpv6, type ThreeNamespaces, threeNamespaces } from '../../support/stack/three-namespaces.ts';

const PEER = fileURLToPath(new URL('../../support/stack/echo-peer.py', import.meta.url));
const TIMES = process.env['PKW_WHOLE'] === '1' ? 1 : 0.1;
const LARGE = 20e6 * TIMES;
const SMALL = 2e6 * TIMES;
const PORT = 5001;
const OURS = ['10.77.0.50', 'fd77::50'];
const THEIRS = ['10.77.0.2', 'fd77::2'];

interface Case {
  readonly line?: Impairments;
  readonly octets: number;
  readonly tcp?: Partial<TcpSettings>;
  /** Of the kernel's sockets; 0: the system's. */
  readonly buffer?: number;
  /** IP packets that are larger pass in fragments. */
  readonly fragments?: number;
}

const CASES: Readonly<Record<string, Case>> = {
  '1 % loss': { line: { loss: 0.01 }, octets: LARGE },
  '5 % loss': { line: { loss: 0.05 }, octets: SMALL },
  // The kernel's time-outs double until they take most of a minute; at 100 ms a round trip all begin slowly.
  '20 % loss': { line: { loss: 0.2 }, octets: TIMES === 1 ? SMALL : SMALL / 10 },
  'reordered frames': { line: { delayMs: 2, reorder: 0.05, reorderMs: 2 }, octets: LARGE },
  'frames twice': { line: { duplicate: 0.1 }, octets: LARGE },
  '1 % damaged': { line: { corrupt: 0.01 }, octets: LARGE },
  '50 ms and jitter': { line: { delayMs: 50, jitterMs: 10 }, octets: TIMES === 1 ? LARGE : LARGE / 5 },
  'a window of one segment': { octets: SMALL, tcp: { receiveBuffer: 1460 }, buffer: 1460 },
  'fragments of 576 octets': { octets: LARGE, fragments: 576 },
  'sequence numbers that wrap': { line: { loss: 0.01, reorder: 0.01, delayMs: 2 }, octets: SMALL, tcp: { iss: 0xffff_ff00 } },
};

/** Namespaces, a stack and a line of its own: the cases run side by side, as most of their time is waiting. */
async function between(body: (ours: OpenStack, middle: LocalHost, net: ThreeNamespaces) => Promise<void>): Promise<void> {
  const net = threeNamespaces();
  try {
    giveIpv6(net);
    await using host = linuxHost({ netns: net.a });
    await using middle = linuxHost({ netns: net.between });
    await using ours = await stackOn(host, {
      iface: 'va',
      address: OURS.map((address) => `${address}/${address.includes(':') ? 64 : 24}`),
    });
    await body(ours, middle, net);
  } finally {
    net.remove();
  }
}

describeIf(requireLive('python3'), 'between a stack and the kernel', () => {
  it.concurrent.each(Object.entries(CASES))(
    '%s',
    (_name, { line, octets, tcp = {}, buffer = 0, fragments }) =>
      between(async (ours, host, net) => {
        const [a, b] = [
          { host, iface: 'xa' },
          { host, iface: 'xb' },
        ];
        await using _line =
          fragments === undefined
            ? await impairedBridge(a, b, { impair: line ?? {}, seed: 1 })
            : await bridge(a, b, (p) => (p.has(IP) ? fragment(p, { mtu: fragments }) : p.has(IPv6) ? fragment6(p, { mtu: 1280 }) : true));
        await using server = running(net.b, ['python3', PEER, 'serve', String(PORT), String(buffer)]);
        await server.says(/ready/);
        await using listener = ours.listen(PORT, { tcp });
        const taken = listener.connections()[Symbol.asyncIterator]();
        await using _client = running(net.b, ['python3', PEER, 'connect', String(PORT), String(buffer), ...OURS]);
        const all = await Promise.all([
          ...THEIRS.map((address) => ours.connect(address, PORT, { tcp })),
          ...OURS.map(async () => (await taken.next()).value as StackConnection),
        ]);
        const outcomes = await Promise.all(all.map((connection) => echoed(connection, octets)));
        expect(outcomes).toEqual(all.map(() => ({ octets, wrongAt: -1 })));
      }),
    300_000 * 10 * TIMES,
  );
});

/** Sends so many octets and the end, and compares what comes back. */
async function echoed(connection: StackConnection, octets: number): Promise<{ octets: number; wrongAt: number }> {
  const send = async (): Promise<void> => {
    const chunk = new Uint8Array(65_536);
    for (let at = 0; at < octets; at += chunk.length) {
      const n = Math.min(chunk.length, octets - at);
      for (let i = 0; i < n; i++) chunk[i] = octetAt(at + i);
      await connection.write(chunk.subarray(0, n));
    }
    connection.finish();
  };
  let got = 0;
  let wrongAt = -1;
  const receive = async (): Promise<void> => {
    for await (const chunk of connection.chunks()) {
      for (let i = 0; i < chunk.length && wrongAt < 0; i++) if (chunk[i] !== octetAt(got + i)) wrongAt = got + i;
      got += chunk.length;
    }
  };
  await Promise.all([send(), receive()]);
  return { octets: got, wrongAt };
}
