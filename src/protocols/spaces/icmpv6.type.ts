/** ICMPv6 messages, by their type. Of two with one type the longer one comes first. @see RFC 4443 §2.1 */
import { bindVariants } from '../../packet/chain/bindings.ts';
import { ICMPv6EchoReply, ICMPv6EchoRequest, ICMPv6ExtEchoReply, ICMPv6ExtEchoRequest } from '../network/icmpv6/echo.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded } from '../network/icmpv6/errors.ts';
import {
  ICMPv6MLDone,
  ICMPv6MLQuery,
  ICMPv6MLQuery2,
  ICMPv6MLReport,
  ICMPv6MLReport2,
  ICMPv6MRD_Advertisement,
  ICMPv6MRD_Solicitation,
  ICMPv6MRD_Termination,
} from '../network/icmpv6/multicast-listener.ts';
import {
  ICMPv6ND_INDAdv,
  ICMPv6ND_INDSol,
  ICMPv6ND_NA,
  ICMPv6ND_NS,
  ICMPv6ND_RA,
  ICMPv6ND_Redirect,
  ICMPv6ND_RS,
} from '../network/icmpv6/neighbour-discovery.ts';
import {
  ICMPv6HAADReply,
  ICMPv6HAADRequest,
  ICMPv6MPAdv,
  ICMPv6MPSol,
  ICMPv6NIQuery,
  ICMPv6NIReply,
  ICMPv6RPL,
} from '../network/icmpv6/node-messages.ts';
import { ICMPv6Unknown } from '../network/icmpv6/icmpv6.ts';

export const icmpv6Messages = bindVariants(
  ICMPv6Unknown,
  'type',
  [
    [128, ICMPv6EchoRequest],
    [129, ICMPv6EchoReply],
    [135, ICMPv6ND_NS],
    [136, ICMPv6ND_NA],
    [134, ICMPv6ND_RA],
    [133, ICMPv6ND_RS],
    [137, ICMPv6ND_Redirect],
    [1, ICMPv6DestUnreach],
    [2, ICMPv6PacketTooBig],
    [3, ICMPv6TimeExceeded],
    [4, ICMPv6ParamProblem],
    [143, ICMPv6MLReport2],
    // RFC 3810 §8.1: 24 octets are version 1, 28 and more are version 2.
    [130, ICMPv6MLQuery2],
    [130, ICMPv6MLQuery],
    [131, ICMPv6MLReport],
    [132, ICMPv6MLDone],
    [139, ICMPv6NIQuery],
    [140, ICMPv6NIReply],
    [141, ICMPv6ND_INDSol],
    [142, ICMPv6ND_INDAdv],
    [144, ICMPv6HAADRequest],
    [145, ICMPv6HAADReply],
    [146, ICMPv6MPSol],
    [147, ICMPv6MPAdv],
    [151, ICMPv6MRD_Advertisement],
    [152, ICMPv6MRD_Solicitation],
    [153, ICMPv6MRD_Termination],
    [155, ICMPv6RPL],
    [160, ICMPv6ExtEchoRequest],
    [161, ICMPv6ExtEchoReply],
  ],
  // One that is cut short is still a message.
  { optional: true },
);
