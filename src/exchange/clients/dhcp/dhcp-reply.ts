/** What comes in at a client: answers of servers, and neighbours that use an address. */
import type { Mac } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import { type DHCPOption, dhcpOptions } from '../../../protocols/application/dhcp/all-options.ts';
import { BOOTP } from '../../../protocols/application/dhcp/dhcp.ts';
import { messageTypes } from '../../../protocols/application/dhcp/options.ts';
import { ARP } from '../../../protocols/network/arp.ts';
import { optionValue } from './dhcp-options.ts';

/** An answer of a server, or a sign of life of a neighbour. */
export type DhcpInput =
  | {
      readonly kind: 'reply';
      /** RFC 2131 §3.1: by its name in the spec: `offer`, `ack`, `nak`. */
      readonly type: string;
      readonly xid: number;
      readonly server: string | undefined;
      readonly options: readonly DHCPOption[];
      readonly packet: Packet;
    }
  /** An answer that a client must not take, and why. */
  | { readonly kind: 'unfit'; readonly xid: number; readonly why: string }
  | { readonly kind: 'neighbour'; readonly mac: Mac; readonly sender: string; readonly target: string };

const REPLY = 2;
const typeNames = new Map<number, string>(Object.entries(messageTypes).map(([name, n]) => [n, name]));

/** What a frame says to the client with that MAC; undefined where it says nothing. Never throws. */
export function dhcpInput(p: Packet<any>, mac: Mac): DhcpInput | undefined {
  const arp = p.get(ARP);
  if (arp !== undefined) {
    if (arp.hwlen !== 6 || arp.plen !== 4 || arp.hwsrc === mac) return undefined;
    return { kind: 'neighbour', mac: arp.hwsrc, sender: arp.psrc, target: arp.pdst };
  }
  const bootp = p.get(BOOTP);
  if (bootp === undefined || bootp.op !== REPLY || bootp.chaddr !== mac) return undefined;
  const options = dhcpOptions(p);
  const type = typeNames.get(optionValue(options, 'message-type') ?? 0);
  // Without a type it is BOOTP: an address without a time. RFC 1534 §2 lets a client take it; this one asks for leases.
  if (type === undefined) return undefined;
  const why = unfitness(type, bootp.yiaddr, options);
  return why !== undefined
    ? { kind: 'unfit', xid: bootp.xid, why: `a DHCP${type.toUpperCase()} was not taken: ${why}` }
    : { kind: 'reply', type, xid: bootp.xid, server: optionValue(options, 'server_id'), options, packet: p as Packet };
}

const NONE = '0.0.0.0';

/**
 * Why a client must not take an offer or acknowledgement: RFC 2131 §4.3.1, table 3 (what it must have); RFC 1122 §3.2.1.3 (what is no host's
 * address). An acknowledgement without an address is for DHCPINFORM.
 */
function unfitness(type: string, address: string, options: readonly DHCPOption[]): string | undefined {
  if (type !== 'offer' && type !== 'ack') return undefined;
  if (options.some(([name]) => name === 'malformed')) return 'its options are cut';
  if ((optionValue(options, 'server_id') ?? NONE) === NONE) return 'it has no server identifier';
  if (type === 'ack' && address === NONE) return undefined;
  if (optionValue(options, 'lease_time') === undefined) return 'it has no lease time';
  const first = Number(address.split('.')[0]);
  return first === 0 || first === 127 || first >= 224 ? `${address} is no address of a host` : undefined;
}
