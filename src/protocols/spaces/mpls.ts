/** What stands behind an MPLS label, and in its associated channel. @see RFC 3032 §2.1; IANA "MPLS Generalized Associated Channel Types" */
import { bindAll, bindAlways } from '../../packet/chain/bindings.ts';
import { Ether } from '../link/ethernet.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { EoMCW, MPLS } from '../tunnel/mpls.ts';

export const mpls = [
  // Under the bottom label other layers may stand, which their first bits tell.
  ...bindAll('mpls.bottom', { 0: MPLS, 1: IP }),
  // Explicit null (RFC 3032 §2.1).
  ...bindAll('mpls.label', { 0: IP, 2: IPv6 }),
  ...bindAll('pwach.channel', { 0x21: IP, 0x57: IPv6 }),
  ...bindAlways(EoMCW, Ether),
];
