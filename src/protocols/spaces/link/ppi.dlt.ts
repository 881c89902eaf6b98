/** Link types behind Per-Packet Information. @see https://www.tcpdump.org/linktypes/LINKTYPE_PPI.html */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { CookedLinux } from '../../link/cooked.ts';
import { Ether } from '../../link/ethernet.ts';
import { PPP } from '../../link/ppp/ppp.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { Dot11 } from '../../wireless/dot11.ts';
import { RadioTap } from '../../wireless/radiotap.ts';

export const ppiLinkTypes = bindAll('ppi.dlt', { 1: Ether, 9: PPP, 105: Dot11, 113: CookedLinux, 127: RadioTap, 228: IP, 229: IPv6 });
