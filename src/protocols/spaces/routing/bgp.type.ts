/** Messages of BGP, by their type. @see RFC 4271 §4.1; IANA: "BGP Message Types" */
import { bindAll, bindVariants } from '../../../packet/chain/bindings.ts';
import { BGPHeader, BGPKeepAlive, BGPNotification, BGPOpen, BGPRouteRefresh, BGPUpdate } from '../../routing/bgp/bgp.ts';

export const bgpMessages = [
  ...bindAll('bgp.type', { 1: BGPOpen, 2: BGPUpdate, 3: BGPNotification, 5: BGPRouteRefresh }),
  // Nothing follows its header.
  ...bindVariants(BGPHeader, 'type', [[4, BGPKeepAlive]]),
];
