/** A small network that is ready to use: who tries a command has somebody to ask. */
import { dhcpServer } from '../exchange/answering/dhcp-server.ts';
import type { DnsZone } from '../exchange/answering/dns/zone.ts';
import { ntpMachine } from '../exchange/answering/ntp-machine.ts';
import { tftpMachine } from '../exchange/answering/tftp-machine.ts';
import { reverseName } from '../exchange/clients/dns/reverse-name.ts';
import { sr1 } from '../exchange/send-receive.ts';
import { freePort } from '../host/free-ports.ts';
import { DNS, DNSQR } from '../protocols/application/dns/dns.ts';
import { ICMP } from '../protocols/network/icmp/icmp.ts';
import { IP } from '../protocols/network/ipv4/ipv4.ts';
import { packet } from '../protocols/protocols.ts';
import { TCP } from '../protocols/transport/tcp/tcp.ts';
import { UDP } from '../protocols/transport/udp.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { type Lab, lab } from './lab.ts';
import type { LabHost } from './lab-host.ts';

/** RFC 5737 §3: addresses for examples, which nobody has. */
const ADDRESSES = { me: '192.0.2.10', gateway: '192.0.2.1', laptop: '192.0.2.20', www: '192.0.2.80' } as const;
const DOMAIN = 'example.org';
const nameOf = (host: string): string => `${host}.${DOMAIN}`;

const ZONE: DnsZone = {
  [DOMAIN]: {
    SOA: { mname: nameOf('gateway'), rname: nameOf('hostmaster'), serial: 1, refresh: 3600, retry: 600, expire: 86_400, minimum: 300 },
    NS: nameOf('gateway'),
    MX: { preference: 10, exchange: nameOf('www') },
    TXT: 'a network in memory',
    A: ADDRESSES.www,
  },
  ...Object.fromEntries(Object.entries(ADDRESSES).map(([host, address]) => [nameOf(host), { A: address }])),
  ...Object.fromEntries(Object.entries(ADDRESSES).map(([host, address]) => [reverseName(address), { PTR: nameOf(host) }])),
};

const FILES = { 'hello.txt': 'This file comes from a TFTP server in memory.\n' };

/** Of the ready lab's random values. */
export const READY_SEED = 1;

/** Whose role to take, and where the random numbers come from. */
export interface ReadyLabOptions {
  /** `me`, `gateway`, `laptop` or `www`. Default `me`. */
  readonly name?: string | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
}

/** The network, seen from one of its hosts. */
export interface ReadyLab {
  readonly host: LabHost;
  /** Others begin to talk with each other, so that there is something to hear. */
  talk(signal: AbortSignal): void;
}

/** @throws ERR_VALUE where no host has the name */
export function readyLab({ name = 'me', seed = READY_SEED }: ReadyLabOptions = {}): ReadyLab {
  const net = lab({
    seed,
    // So that whoever listens hears something.
    segments: { lan: { hub: true } },
    hosts: {
      me: { address: `${ADDRESSES.me}/24` },
      gateway: { address: `${ADDRESSES.gateway}/24`, services: { dns: ZONE } },
      laptop: { address: `${ADDRESSES.laptop}/24` },
      www: { address: `${ADDRESSES.www}/24`, services: { tcp: [80, 443] } },
    },
  });
  const host = net.host(name);
  serve(net.host('gateway'));
  // As behind many a firewall: what is not for its pages gets no answer, not even that nothing listens.
  net.host('www').ignore((received) => received.has(UDP));
  return { host, talk: (signal) => void talk(net, signal) };
}

/** What the gateway has besides DNS. */
function serve(gateway: LabHost): void {
  const { address, mac, clock, random } = gateway;
  const isOurs = (to: string): boolean => to === address;
  gateway.machines.push(
    dhcpServer({
      address,
      mac,
      clock,
      pools: [
        {
          network: '192.0.2.0/24',
          range: ['192.0.2.100', '192.0.2.199'],
          routers: [address],
          nameServers: [address],
          domain: DOMAIN,
        },
      ],
    }),
    ntpMachine({ isOurs, clock }),
    tftpMachine({ isOurs, clock, random, files: FILES, onWrite: () => undefined }),
  );
}

const PAUSE_MS = 300;
const PATIENCE_MS = 1000;

/** A ping, a question, a connection's first segments, and again. */
async function talk(net: Lab, signal: AbortSignal): Promise<void> {
  const host = net.host('laptop');
  const probes: readonly (() => Packet)[] = [
    () => packet(IP({ dst: ADDRESSES.www }), ICMP({ id: host.random.below(0x1_0000), seq: 1 })) as unknown as Packet,
    () =>
      packet(
        IP({ dst: ADDRESSES.gateway }),
        UDP({ sport: freePort(host.random), dport: 53 }),
        DNS({ id: host.random.below(0x1_0000), rd: 1, qd: [DNSQR({ qname: nameOf('www') })] }),
      ) as unknown as Packet,
    () => packet(IP({ dst: ADDRESSES.www }), TCP({ sport: freePort(host.random), dport: 80, flags: 'S' })) as unknown as Packet,
  ];
  try {
    for (let i = 0; !signal.aborted; i++) {
      await sr1((probes[i % probes.length] as () => Packet)(), { host, timeoutMs: PATIENCE_MS, signal });
      await host.clock.sleep(PAUSE_MS, signal);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
