/** The messages of a DHCP client, as whole frames. @see RFC 2131 §4.4, table 5 */
import type { Address, Mac } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import type { GiveOf } from '../../../packet/spec/field.ts';
import { BOOTP, DHCP } from '../../../protocols/application/dhcp/dhcp.ts';
import type { dhcpOptionList } from '../../../protocols/application/dhcp/overloaded.ts';
import type { messageTypes } from '../../../protocols/application/dhcp/options.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { ARP } from '../../../protocols/network/arp.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import type { DhcpMemory } from './dhcp-memory.ts';

/** An option as it is given. */
export type GivenDhcpOption = Extract<GiveOf<ReturnType<typeof dhcpOptionList>>, readonly unknown[]>[number];

const NOBODY = '0.0.0.0';
const ALL = '255.255.255.255';
const ALL_MACS = 'ff:ff:ff:ff:ff:ff';
/** RFC 1542 §2.1: relays and servers may drop what is shorter than BOOTP's 300 octets. */
const LEAST = 300;
/** What an answer may have, of an Ethernet frame (RFC 2132 §9.10). */
const MAX_SIZE = 1500;

interface Message {
  readonly type: keyof typeof messageTypes;
  /** Seconds since it began are told by all but DECLINE and RELEASE. */
  readonly now?: number;
  /** The address that it has. */
  readonly from?: Address;
  /** To this server alone. */
  readonly to?: { readonly address: Address; readonly mac: Mac };
  readonly options?: readonly GivenDhcpOption[];
  /** Without wishes: DECLINE and RELEASE. */
  readonly bare?: true;
}

/** The frame. */
export function dhcpMessage(m: DhcpMemory, { type, now, from, to, options = [], bare }: Message): Packet {
  const { wishes, mac } = m;
  const { hostname, vendorClass, broadcast } = wishes;
  // RFC 2132 §9.14: type 0 is another name than a hardware address.
  const clientId = wishes.clientId === undefined ? { type: 1, id: mac } : { type: 0, id: wishes.clientId };
  const all: GivenDhcpOption[] = [
    ['message-type', type],
    ['client_id', clientId],
    ...options,
    ...(bare
      ? []
      : ([
          ['max_dhcp_size', MAX_SIZE],
          ...(hostname === undefined ? [] : [['hostname', hostname]]),
          ...(vendorClass === undefined ? [] : [['vendor_class_id', vendorClass]]),
          ['param_req_list', m.requested],
        ] as GivenDhcpOption[])),
    'end',
  ];
  const seconds = now === undefined ? 0 : Math.min(0xffff, Math.floor((now - m.beganAt) / 1000));
  const layers = (more: readonly GivenDhcpOption[]) =>
    packet(
      Ether({ src: mac, dst: to?.mac ?? ALL_MACS }),
      IP({ src: from ?? NOBODY, dst: to?.address ?? ALL }),
      UDP(),
      BOOTP({
        xid: m.xid,
        secs: seconds,
        chaddr: mac,
        // A client that has its address gets its answers there (RFC 2131 §4.1).
        flags: broadcast === true && from === undefined && !bare ? 'B' : '',
        ciaddr: type === 'decline' ? NOBODY : (from ?? NOBODY),
      }),
      DHCP({ options: [...all, ...more] }),
    );
  const p = layers([]);
  const wanting = LEAST - p.payload(UDP).length;
  return wanting > 0 ? layers([['padding', new Uint8Array(wanting)]]) : p;
}

/** Who has the address? Asked by nobody, so that no table is changed by it. @see RFC 5227 §2.1.1 */
export const arpProbe = (mac: Mac, address: Address): Packet =>
  packet(Ether({ src: mac, dst: ALL_MACS }), ARP({ hwsrc: mac, psrc: NOBODY, hwdst: '00:00:00:00:00:00', pdst: address }));

/** I have it now. @see RFC 5227 §2.3 */
export const arpAnnouncement = (mac: Mac, address: Address): Packet =>
  packet(Ether({ src: mac, dst: ALL_MACS }), ARP({ hwsrc: mac, psrc: address, hwdst: '00:00:00:00:00:00', pdst: address }));
