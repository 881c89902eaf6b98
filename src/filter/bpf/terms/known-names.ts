/** Numbers of names: services, IP protocols, EtherTypes. From the registries that dissecting uses, and what libpcap calls otherwise. */
import type { Names } from '../../../packet/spec/names.ts';
import { etherTypes } from '../../../protocols/registries/ether-types.ts';
import { ipProtocols } from '../../../protocols/registries/ip-protocols.ts';
import { debianServicePort, servicePort } from '../../../protocols/registries/services.ts';
import { ETHERTYPE, SAP } from '../link/link-protocol.ts';
import type { PortProtocol } from './port-terms.ts';
import { IP_PROTOCOL, ISO_PROTOCOL } from './protocol-terms.ts';
import { lookUp } from '../text/words.ts';

/** What `ether proto` knows: EtherTypes, and the protocols that have an LLC access point instead. */
const LINK_PROTOCOLS: Readonly<Record<string, number>> = {
  aarp: ETHERTYPE.aarp,
  arp: ETHERTYPE.arp,
  atalk: ETHERTYPE.atalk,
  decnet: ETHERTYPE.decnet,
  ip: ETHERTYPE.ip,
  ip6: ETHERTYPE.ip6,
  ipx: SAP.ipx,
  iso: SAP.iso,
  lat: ETHERTYPE.lat,
  loopback: ETHERTYPE.loopback,
  mopdl: ETHERTYPE.mopdl,
  moprc: ETHERTYPE.moprc,
  netbeui: SAP.netbeui,
  rarp: ETHERTYPE.rarp,
  sca: ETHERTYPE.sca,
  stp: SAP.stp,
};

const IP_PROTOCOLS: Readonly<Record<string, number>> = { ...IP_PROTOCOL, eigrp: 88 };

/** A name that a registry writes with other letters: capitals, `_` for `-`. */
function registered(names: Names, name: string): number | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll('_', '-');
  const exact = names.value(name);
  if (exact !== undefined) return exact;
  for (const [value, shown] of names.entries()) if (plain(shown) === plain(name)) return value;
  return undefined;
}

export const linkProtocolByName = (name: string): number | undefined => lookUp(LINK_PROTOCOLS, name) ?? registered(etherTypes, name);

export function ipProtocolByName(name: string): number | undefined {
  const number = lookUp(IP_PROTOCOLS, name) ?? registered(ipProtocols, name);
  return number !== undefined && number <= 255 ? number : undefined;
}

export const isoProtocolByName = (name: string): number | undefined => lookUp<number>(ISO_PROTOCOL, name);

export interface KnownPort {
  readonly port: number;
  /** The protocols that have the service; SCTP goes with any that both TCP and UDP have. */
  readonly protocols: readonly PortProtocol[];
}

/** As a Debian system has it, and so libpcap there; a name that only IANA has as IANA has it. */
export function portByName(name: string): KnownPort | undefined {
  return portOf(name, debianServicePort) ?? portOf(name, servicePort);
}

function portOf(name: string, look: typeof servicePort): KnownPort | undefined {
  const tcp = look(name, 'tcp');
  const udp = look(name, 'udp');
  if (tcp !== undefined) return { port: tcp, protocols: udp === tcp ? ['tcp', 'udp', 'sctp'] : ['tcp'] };
  return udp === undefined ? undefined : { port: udp, protocols: ['udp'] };
}
