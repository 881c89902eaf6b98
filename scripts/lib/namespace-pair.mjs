// Two network namespaces joined by a veth pair, for what has to send packets: nothing leaves them, and they are removed at the end.
import { execFileSync } from 'node:child_process';

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
 * Makes them; both ends know each other's MAC. Types: namespace-pair.d.mts.
 *
 * @param stem what the names of the namespaces begin with
 */
export function makeNamespacePair(stem, ends) {
  const names = ['a', 'b'].map((end) => `${stem}-${process.pid}-${end}`);
  const [a, b] = ends;
  const remove = () => {
    for (const name of names) {
      try {
        ip('netns', 'del', name);
      } catch {
        // It was not made.
      }
    }
  };
  try {
    for (const name of names) {
      ip('netns', 'add', name);
      // Only what is sent is on the wire.
      const settings = ['router_solicitations=0', 'accept_ra=0'];
      const keys = settings.map((setting) => `net.ipv6.conf.default.${setting}`);
      ip('netns', 'exec', name, 'sysctl', '-qw', ...keys, ...(uses6(ends) ? [] : ['net.ipv6.conf.all.disable_ipv6=1']));
    }
    ip('link', 'add', a.iface, 'netns', names[0], 'address', a.mac, 'type', 'veth', 'peer', b.iface, 'address', b.mac, 'netns', names[1]);
    ends.forEach((end, i) => {
      const other = ends[1 - i];
      const name = names[i];
      ip('-n', name, 'link', 'set', 'lo', 'up');
      for (const address of end.addresses)
        ip('-n', name, 'address', 'add', address, 'dev', end.iface, ...(address.includes(':') ? ['nodad'] : []));
      ip('-n', name, 'link', 'set', end.iface, 'up');
      for (const address of other.addresses)
        ip('-n', name, 'neigh', 'replace', address.split('/')[0], 'lladdr', other.mac, 'dev', end.iface, 'nud', 'permanent');
    });
    ends.forEach((end, i) => {
      if (end.defaultVia !== undefined) ip('-n', names[i], 'route', 'add', 'default', 'via', end.defaultVia);
    });
  } catch (error) {
    remove();
    throw new Error(`making network namespaces: ${String(error.stderr || error.message).trim()}`);
  }
  return { names, remove };
}

const uses6 = (ends) => ends.some(({ addresses }) => addresses.some((text) => text.includes(':')));
