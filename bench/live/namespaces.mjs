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
 * @returns {{ a: string, iface: string, peer: typeof B, sink: typeof sink, sent(): number, remove(): void }}
 *   `a` is the namespace to run in; `sent` the frames that its interface has taken
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
  const sent = () => JSON.parse(ip('-n', a, '-s', '-j', 'link', 'show', 'dev', 'va'))[0].stats64.tx.packets;
  return { a, iface: 'va', peer: B, sink, sent, remove };
}
