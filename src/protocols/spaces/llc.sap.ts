/** Service access points of IEEE 802.2, and the numbers that SNAP brings. @see RFC 1340 "IEEE 802 numbers" */
import { bindAll, bindVariants } from '../../packet/chain/bindings.ts';
import { BACnet } from '../industrial/bacnet.ts';
import { STP, STPTopologyChange } from '../link/control/stp.ts';
import { SNAP, SNAPBridged, SNAPCisco, SNAPOther } from '../link/llc.ts';
import { GARP } from '../link/trunk/garp.ts';
import { ARP } from '../network/arp.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPX } from '../network/ipx.ts';
import { CISCO } from '../registries/cisco-pids.ts';
import { ISIS_CommonHdr } from '../routing/isis/isis.ts';

export const llcSaps = [
  ...bindAll('llc.sap', {
    0x06: IP,
    0x42: [STPTopologyChange, STP, GARP],
    // ANSI/ASHRAE 135 §7.
    0x82: BACnet,
    0x98: ARP,
    0xaa: SNAP,
    0xab: SNAP,
    0xe0: IPX,
    0xfe: ISIS_CommonHdr,
  }),
  // 0000f8: EtherTypes, tunnelled by bridges (IEEE 802.1H).
  ...bindVariants(SNAP, 'OUI', [
    [CISCO, SNAPCisco],
    [0x80c2, SNAPBridged],
    [[1, 0xf7], SNAPOther],
    [[0xf9, 0xff_ffff], SNAPOther],
  ]),
];
