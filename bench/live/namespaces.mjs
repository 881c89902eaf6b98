// Two network namespaces and a veth pair between them, made for one measurement and removed after it. Nothing that is
// sent here can reach another network: neither has any other interface but loopback.
import { execFileSync } from 'node:child_process';

/** Frames for `sink` arrive at the other end and are dropped first thing: what is measured is sending. */
const A = { address: '10.77.0.1', mac: '02:00:00:00:0a:01' };
const B = { address: '10.77.0.2', mac: '02:00:00:00:0b:02' };
const sink = { address: '10.77.0.3', mac: '02:00:00:00:0c:03' };

const ip = (...args) => execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Why it cannot be done here, in one line; undefined when it can. */
export function whyNoNamespaces() {
  if (process.platform !== 'linux') return 'network namespaces need Linux';
  if (process.getuid() !== 0) return 'network namespaces need root';
  try {
    ip('-V');
  } catch {
    return 'no ip command (Debian: apt-get install iproute2)';
  }
  return undefined;
}

/**
 * @returns {{ a: string, b: string, iface: string, peerIface: string, peer: typeof B, sink: typeof sink,
 *   counters(): { sent: number, arrived: number }, remove(): void }}
 *   `a` is the namespace to send in, `b` the one to capture in; `sent`: frames that a's interface has taken, `arrived`: those
 *   that b's has seen
 */
export function makeNamespaces() {
  const a = `pwbench-${process.pid}-a`,
    b = `pwbench-${process.pid}-b`;
  const remove = () => {
    for (const name of [a, b]) {
      try {
        ip('netns', 'del', name);
      } catch {
        // It was not made.
      }
    }
  };
  try {
    for (const name of [a, b]) {
      ip('netns', 'add', name);
      // No neighbour discovery: only what is measured is counted.
      ip('netns', 'exec', name, 'sysctl', '-qw', 'net.ipv6.conf.all.disable_ipv6=1', 'net.ipv6.conf.default.disable_ipv6=1');
    }
    ip('link', 'add', 'va', 'netns', a, 'address', A.mac, 'type', 'veth', 'peer', 'name', 'vb', 'address', B.mac, 'netns', b);
    for (const [name, dev, own, other] of [
      [a, 'va', A, B],
      [b, 'vb', B, A],
    ]) {
      ip('-n', name, 'link', 'set', 'lo', 'up');
      ip('-n', name, 'address', 'add', `${own.address}/24`, 'dev', dev);
      ip('-n', name, 'link', 'set', dev, 'up');
      ip('-n', name, 'neigh', 'replace', other.address, 'lladdr', other.mac, 'dev', dev, 'nud', 'permanent');
    }
  } catch (error) {
    remove();
    throw new Error(`making network namespaces: ${String(error.stderr || error.message).trim()}`);
  }
  const statistics = (name, dev) => JSON.parse(ip('-n', name, '-s', '-j', 'link', 'show', 'dev', dev))[0].stats64;
  const counters = () => ({ sent: statistics(a, 'va').tx.packets, arrived: statistics(b, 'vb').rx.packets });
  return { a, b, iface: 'va', peerIface: 'vb', peer: B, sink, counters, remove };
}
