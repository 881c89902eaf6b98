// Two network namespaces and a veth pair between them, made for one measurement and removed after it. Nothing that is
// sent here can reach another network: neither has any other interface but loopback.
import { execFileSync } from 'node:child_process';
import { makeNamespacePair } from '../../scripts/lib/namespace-pair.mjs';

const A = { address: '10.77.0.1', mac: '02:00:00:00:0a:01', iface: 'va' };
const B = { address: '10.77.0.2', mac: '02:00:00:00:0b:02', iface: 'vb' };
/** Frames for `sink` arrive at the other end and are dropped first thing: what is measured is sending. */
const sink = { address: '10.77.0.3', mac: '02:00:00:00:0c:03' };

/**
 * @returns {{ a: string, b: string, iface: string, peerIface: string, peer: typeof B, sink: typeof sink,
 *   counters(): { sent: number, arrived: number }, remove(): void }}
 *   `a` is the namespace to send in, `b` the one to capture in; `sent`: frames that a's interface has taken, `arrived`: those
 *   that b's has seen
 */
export function makeNamespaces() {
  // IPv4 only: no neighbour discovery is among what is counted.
  const ends = [A, B].map(({ address, mac, iface }) => ({ mac, iface, addresses: [`${address}/24`] }));
  const { names, remove } = makeNamespacePair('pwbench', ends);
  const [a, b] = names;
  const statistics = (name, dev) =>
    JSON.parse(execFileSync('ip', ['-n', name, '-s', '-j', 'link', 'show', 'dev', dev], { encoding: 'utf8' }))[0].stats64;
  const counters = () => ({ sent: statistics(a, A.iface).tx.packets, arrived: statistics(b, B.iface).rx.packets });
  return { a, b, iface: A.iface, peerIface: B.iface, peer: B, sink, counters, remove };
}
