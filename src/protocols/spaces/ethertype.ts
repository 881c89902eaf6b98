/** EtherTypes, of Ethernet and of all that carries one. @see RFC 9542 §3 */
import { bindAll, bindVariants } from '../../packet/chain/bindings.ts';
import { PTP } from '../application/ptp.ts';
import { Dot1AD, Dot1Q, Dot3, Ether, LONGEST_802_3 } from '../link/ethernet.ts';
import {
  LLDPDU,
  LLDPDUChassisID,
  LLDPDUEndOfLLDPDU,
  LLDPDUGenericOrganisationSpecific,
  LLDPDUManagementAddress,
  LLDPDUPortDescription,
  LLDPDUPortID,
  LLDPDUSystemCapabilities,
  LLDPDUSystemDescription,
  LLDPDUSystemName,
  LLDPDUTimeToLive,
} from '../link/control/lldp.ts';
import { CAN, CANFD } from '../link/devices/can.ts';
import { EAPOL } from '../link/control/eapol.ts';
import { MACControl } from '../link/control/mac-control.ts';
import { MACsec } from '../link/control/macsec.ts';
import { SlowProtocol } from '../link/control/slow.ts';
import { WakeOnLAN } from '../link/control/wol.ts';
import { LLC } from '../link/llc.ts';
import { AristaTimestamp, Dot1AH, ETag, FabricPath, VNTag } from '../link/tags.ts';
import { GOOSE } from '../industrial/goose.ts';
import { ProfinetIO } from '../industrial/profinet.ts';
import { PPP } from '../link/ppp/ppp.ts';
import { PPPoE, PPPoED } from '../link/pppoe.ts';
import { ARP } from '../network/arp.ts';
import { MVRP } from '../link/trunk/garp.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { IPX } from '../network/ipx.ts';
import { ERSPAN_I, ERSPAN_II, ERSPAN_III } from '../tunnel/erspan.ts';
import { NSH } from '../tunnel/nsh.ts';
import { MPLS } from '../tunnel/mpls.ts';

export const etherTypes = [
  ...bindAll('ethertype', {
    0x0800: IP,
    0x0806: ARP,
    0x0842: WakeOnLAN,
    0x22eb: ERSPAN_III,
    0x6558: Ether,
    0x8035: ARP,
    0x8100: Dot1Q,
    0x8137: IPX,
    0x86dd: IPv6,
    0x8863: PPPoED,
    0x8864: PPPoE,
    0x8808: MACControl,
    0x8809: SlowProtocol,
    0x880b: PPP,
    0x8847: MPLS,
    0x8848: MPLS,
    0x888e: EAPOL,
    0x894f: NSH,
    0x8892: ProfinetIO,
    0x88a8: Dot1AD,
    0x88b8: GOOSE,
    // The first has no header of its own: GRE chooses it, where it has no sequence number.
    0x88be: [ERSPAN_II, ERSPAN_I],
    // Before a station changes its access point (IEEE 802.11 §12.6.10.2).
    0x88c7: EAPOL,
    0x88cc: LLDPDU,
    0x88e5: MACsec,
    0x88e7: Dot1AH,
    0x88f5: MVRP,
    0x88f7: PTP,
    0x8926: VNTag,
    0x893f: ETag,
    // Tags in front of tags, before IEEE 802.1ad gave them a type of their own.
    0x9100: Dot1Q,
    0xd28b: AristaTimestamp,
  }),
  // Linux's own numbers in cooked captures (ETH_P_802_2, ETH_P_CAN, ETH_P_CANFD of linux/if_ether.h).
  ...bindAll('ethertype', { 4: LLC, 12: CAN, 13: CANFD }),
  ...bindVariants(LLDPDU, '_type', [
    [0, LLDPDUEndOfLLDPDU],
    [1, LLDPDUChassisID],
    [2, LLDPDUPortID],
    [3, LLDPDUTimeToLive],
    [4, LLDPDUPortDescription],
    [5, LLDPDUSystemName],
    [6, LLDPDUSystemDescription],
    [7, LLDPDUSystemCapabilities],
    [8, LLDPDUManagementAddress],
    [127, LLDPDUGenericOrganisationSpecific],
  ]),
  // A number that is no EtherType is a length (IEEE 802.3 §3.2.6).
  ...bindVariants(Ether, 'type', [
    [[0, LONGEST_802_3], Dot3],
    [0x8903, FabricPath],
  ]),
];
