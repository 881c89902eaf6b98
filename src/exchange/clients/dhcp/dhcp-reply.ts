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
  return type === undefined
    ? undefined
    : { kind: 'reply', type, xid: bootp.xid, server: optionValue(options, 'server_id'), options, packet: p as Packet };
}
