/** Networks that are ready to use, by name. */
import type { Impairments } from './impair/impairments.ts';
import { type Lab, type LabSpec, lab } from './lab.ts';
import { didYouMean, nearest } from '../bytes/nearest.ts';
import { PacketwrightError } from '../bytes/errors.ts';

/** A network that is ready to use. */
export interface LabTopology {
  readonly about: string;
  /** Whose seat one takes: the host that commands run on. */
  readonly seat: string;
  /** Command lines that show something there. */
  readonly tries: readonly string[];
  readonly spec: Omit<LabSpec, 'seed' | 'time'>;
}

const LOSSY: Impairments = { loss: 0.05, delayMs: 20, jitterMs: 4, reorder: 0.01, duplicate: 0.01 };

/** RFC 5737, RFC 1918 and RFC 3849: addresses for examples and for networks of one's own. */
export const topologies: Readonly<Record<string, LabTopology>> = {
  lan: {
    about: 'a LAN with a DNS server, a DHCP server and a web server',
    seat: 'me',
    tries: ['dns www.example.org', 'ping -c 3 www.example.org', 'dhcp -i eth0'],
    spec: {
      hosts: {
        me: { address: ['192.0.2.10/24', '2001:db8::10/64'], gateway: '192.0.2.1' },
        gateway: {
          address: ['192.0.2.1/24', '2001:db8::1/64'],
          services: {
            dns: {
              'www.example.org': { A: '192.0.2.80', AAAA: '2001:db8::80' },
              'gateway.example.org': { A: '192.0.2.1', AAAA: '2001:db8::1' },
            },
            dhcp: { range: ['192.0.2.100', '192.0.2.199'], domain: 'example.org' },
          },
        },
        www: { address: ['192.0.2.80/24', '2001:db8::80/64'], services: { http: { '/': '<h1>A page in memory</h1>\n' }, echo: true } },
      },
    },
  },
  routed: {
    about: 'a client, a router and a server, IPv4 and IPv6',
    seat: 'client',
    tries: ['ping -c 3 10.0.2.2', 'sr \'IP(dst="10.0.2.2", ttl=(1,2))/ICMP()\'', 'ping -c 1 -s 1472 -M do 10.0.2.2'],
    spec: {
      segments: { near: {}, far: { mtu: 1400 } },
      hosts: {
        client: { address: ['10.0.1.2/24', 'fd00:1::2/64'], segment: 'near', gateway: ['10.0.1.1', 'fd00:1::1'] },
        server: {
          address: ['10.0.2.2/24', 'fd00:2::2/64'],
          segment: 'far',
          gateway: ['10.0.2.1', 'fd00:2::1'],
          services: {
            http: { '/': 'From behind a router.\n' },
            echo: true,
            dns: { 'server.example.org': { A: '10.0.2.2', AAAA: 'fd00:2::2' } },
          },
        },
      },
      routers: {
        router: {
          cards: {
            eth0: { segment: 'near', address: ['10.0.1.1/24', 'fd00:1::1/64'] },
            eth1: { segment: 'far', address: ['10.0.2.1/24', 'fd00:2::1/64'] },
          },
        },
      },
    },
  },
  firewall: {
    about: 'a client behind NAT, and a firewall before a server: some ports are open, some refuse, some say nothing',
    seat: 'client',
    tries: ['sr \'IP(dst="192.0.2.80")/TCP(sport=4000, dport=[22,25,80,443])\'', 'ping -c 2 192.0.2.80'],
    spec: {
      segments: { inside: {}, outside: {} },
      hosts: {
        client: { address: '10.0.1.2/24', segment: 'inside', gateway: '10.0.1.1' },
        server: { address: '192.0.2.80/24', segment: 'outside', services: { http: { '/': 'Behind a firewall.\n' }, tcp: [22, 25, 443] } },
      },
      routers: {
        firewall: {
          cards: { eth0: { segment: 'inside', address: '10.0.1.1/24' }, eth1: { segment: 'outside', address: '192.0.2.1/24' } },
          nat: 'eth1',
          firewall: [
            { filter: 'tcp dst port 22', action: 'drop', from: 'eth0' },
            { filter: 'tcp dst port 25', action: 'reject', from: 'eth0' },
          ],
        },
      },
    },
  },
  workshop: {
    about: 'four hosts on a hub, where everybody hears all: for listening, and for packets made by hand',
    seat: 'me',
    tries: ['sniff -c 4 icmp', 'arping -c 1 192.0.2.20'],
    spec: {
      segments: { hub: { hub: true } },
      hosts: {
        me: { address: '192.0.2.10/24' },
        alice: { address: '192.0.2.20/24', services: { echo: true } },
        bob: { address: '192.0.2.30/24', services: { http: { '/': "Bob's page\n" }, echo: true } },
        gateway: {
          address: '192.0.2.1/24',
          services: { dns: { 'alice.example.org': { A: '192.0.2.20' }, 'bob.example.org': { A: '192.0.2.30' } } },
        },
      },
    },
  },
  honeypot: {
    about: 'a host that takes connections on many ports, to be probed and watched',
    seat: 'me',
    tries: ['sr \'IP(dst="192.0.2.66")/TCP(sport=4000, dport=[21,22,23,79,80,445])\''],
    spec: {
      hosts: {
        me: { address: '192.0.2.10/24' },
        pot: {
          address: '192.0.2.66/24',
          services: { http: { '/': '<title>Login</title>\n' }, echo: true, tcp: [21, 22, 23, 25, 110, 143, 445, 3306, 3389, 5900, 8080] },
        },
      },
    },
  },
  lossy: {
    about: 'two sites and a bad line between them: 5 % loss, 20 ms, frames out of order and twice',
    seat: 'left',
    tries: ['ping -c 20 -i 0.2 10.0.2.2'],
    spec: {
      segments: { left: {}, line: { impair: LOSSY }, right: {} },
      hosts: {
        left: { address: '10.0.1.2/24', segment: 'left', gateway: '10.0.1.1' },
        right: {
          address: '10.0.2.2/24',
          segment: 'right',
          gateway: '10.0.2.1',
          services: { http: { '/': 'Over a bad line.\n' }, echo: true },
        },
      },
      routers: {
        west: {
          cards: { eth0: { segment: 'left', address: '10.0.1.1/24' }, eth1: { segment: 'line', address: '10.0.9.1/30' } },
          gateway: '10.0.9.2',
        },
        east: {
          cards: { eth0: { segment: 'right', address: '10.0.2.1/24' }, eth1: { segment: 'line', address: '10.0.9.2/30' } },
          gateway: '10.0.9.1',
        },
      },
    },
  },
};

/** @throws ERR_VALUE for a name that none has */
export function topologyOf(name: string): LabTopology {
  const found = Object.hasOwn(topologies, name) ? topologies[name] : undefined;
  if (found !== undefined) return found;
  const names = Object.keys(topologies);
  throw new PacketwrightError('ERR_VALUE', `there is no lab '${name}': there are ${names.join(', ')}${didYouMean(nearest(name, names))}`, {
    name,
  });
}

/** The ready network of that name: `lan`, `routed`, `firewall`, `workshop`, `honeypot` or `lossy`. @throws ERR_VALUE */
export function readyTopology(name: string, o: Pick<LabSpec, 'seed' | 'time'> = {}): Lab {
  return lab({ ...topologyOf(name).spec, ...o });
}
