/** EtherTypes in Cisco's HDLC; but 0x8035 is its keepalive, not RARP. @see RFC 1547 §4.3.1 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { CHDLC_CLNS, SLARP } from '../../link/chdlc.ts';
import { CDPv2_HDR } from '../../link/control/cdp.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { MPLS } from '../../tunnel/mpls.ts';
import { ISIS_CommonHdr } from '../../routing/isis/isis.ts';

export const chdlcProtocols = bindAll('chdlc.proto', {
  0x0800: IP,
  0x2000: CDPv2_HDR,
  0x8035: SLARP,
  0x86dd: IPv6,
  0x8847: MPLS,
  0x8848: MPLS,
  0xfefe: [CHDLC_CLNS, ISIS_CommonHdr],
});
