/** Link types of captures: the layer that a packet begins with. @see https://www.tcpdump.org/linktypes.html */
import { bindAll } from '../../packet/chain/bindings.ts';
import { CHDLC } from '../link/chdlc.ts';
import { CookedLinux, CookedLinuxV2 } from '../link/cooked.ts';
import { Ether } from '../link/ethernet.ts';
import { Loopback, LoopbackNetwork } from '../link/loopback.ts';
import { HDLC, PPP } from '../link/ppp/ppp.ts';
import { PPPoE } from '../link/pppoe.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { PPI, PrismHeader } from '../wireless/card-heads.ts';
import { Dot11 } from '../wireless/dot11.ts';
import { RadioTap } from '../wireless/radiotap.ts';

export const linkTypes = [
  ...bindAll('linktype', {
    0: Loopback,
    1: Ether,
    9: PPP,
    50: HDLC,
    51: PPPoE,
    101: IP,
    104: CHDLC,
    105: Dot11,
    108: LoopbackNetwork,
    113: CookedLinux,
    119: PrismHeader,
    127: RadioTap,
    192: PPI,
    228: IP,
    229: IPv6,
    276: CookedLinuxV2,
  }),
  // Raw IP under the numbers that some systems' libpcap wrote into files; what we write is 101.
  ...bindAll('linktype', { 12: IP, 14: IP }),
];
