/** What PPP carries, and the forms of its control messages. @see IANA "PPP DLL Protocol Numbers" */
import { bindAll, bindVariants } from '../../packet/chain/bindings.ts';
import { PPP_CHAP, PPP_CHAP_ChallengeResponse, PPP_PAP, PPP_PAP_Request, PPP_PAP_Response } from '../link/ppp/authentication.ts';
import {
  PPP_LCP,
  PPP_LCP_Code_Reject,
  PPP_LCP_Configure,
  PPP_LCP_Discard_Request,
  PPP_LCP_Echo,
  PPP_LCP_Identification,
  PPP_LCP_Protocol_Reject,
  PPP_LCP_Terminate,
  PPP_LCP_Time_Remaining,
} from '../link/ppp/lcp.ts';
import { PPP_CCP, PPP_ECP, PPP_IPCP, PPP_IPV6CP } from '../link/ppp/ncp.ts';
import { eapMessages } from '../link/control/eap-messages.ts';
import { CHDLC } from '../link/chdlc.ts';
import { HDLC, PPP, PPPCompressed } from '../link/ppp/ppp.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { MPLS } from '../tunnel/mpls.ts';

/** Numbers whose first octet is odd have no second one (RFC 1661 §2). */
const oneOctet = Array.from({ length: 128 }, (_, i) => [[(2 * i + 1) << 8, ((2 * i + 1) << 8) | 0xff], PPPCompressed] as const);

export const pppProtocols = [
  ...bindAll('ppp.proto', {
    0x0021: IP,
    0x0057: IPv6,
    0x0281: MPLS,
    0x0283: MPLS,
    0x8021: PPP_IPCP,
    0x8053: PPP_ECP,
    0x8057: PPP_IPV6CP,
    0x80fd: PPP_CCP,
    0xc021: PPP_LCP,
    0xc023: PPP_PAP,
    0xc223: PPP_CHAP,
    0xc227: eapMessages,
  }),
  // The framing may be there or left out (RFC 1661 §6.6).
  ...bindVariants(PPP, 'proto', [[0xff03, HDLC], [0x0f00, CHDLC], [0x8f00, CHDLC], ...oneOctet]),
  ...bindVariants(HDLC, 'address', [
    [[0, 0x0e], PPP],
    // Two addresses that PPP does not have, but Cisco's HDLC (RFC 1547 §4.3.1).
    [0x0f, CHDLC],
    [[0x10, 0x8e], PPP],
    [0x8f, CHDLC],
    [[0x90, 0xfe], PPP],
  ]),
  ...bindVariants(
    PPP_LCP,
    'code',
    [
      [[1, 4], PPP_LCP_Configure],
      [[5, 6], PPP_LCP_Terminate],
      [7, PPP_LCP_Code_Reject],
      [8, PPP_LCP_Protocol_Reject],
      [[9, 10], PPP_LCP_Echo],
      [11, PPP_LCP_Discard_Request],
      [12, PPP_LCP_Identification],
      [13, PPP_LCP_Time_Remaining],
    ],
    { optional: true },
  ),
  ...bindVariants(
    PPP_PAP,
    'code',
    [
      [1, PPP_PAP_Request],
      [[2, 3], PPP_PAP_Response],
    ],
    { optional: true },
  ),
  ...bindVariants(PPP_CHAP, 'code', [[[1, 2], PPP_CHAP_ChallengeResponse]], { optional: true }),
];
