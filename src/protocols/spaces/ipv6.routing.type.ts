/** IPv6 routing headers, by their type. @see RFC 8200 §4.4 */
import { bindVariants } from '../../packet/chain/bindings.ts';
import { IPv6ExtHdrRouting, IPv6ExtHdrRoutingRPL, IPv6ExtHdrSegmentRouting } from '../network/ipv6/ipv6-routing.ts';

export const routingTypes = bindVariants(IPv6ExtHdrRouting, 'type', [
  [3, IPv6ExtHdrRoutingRPL],
  [4, IPv6ExtHdrSegmentRouting],
]);
