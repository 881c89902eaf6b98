/** Messages of DHCPv6, by their type. @see RFC 8415 §7.3 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import * as D from '../../application/dhcpv6/dhcpv6.ts';
import { DHCP6, DHCP6_RelayForward, DHCP6_RelayReply } from '../../application/dhcpv6/options.ts';

export const dhcpv6Messages = bindVariants(DHCP6, 'msgtype', [
  [1, D.DHCP6_Solicit],
  [2, D.DHCP6_Advertise],
  [3, D.DHCP6_Request],
  [4, D.DHCP6_Confirm],
  [5, D.DHCP6_Renew],
  [6, D.DHCP6_Rebind],
  [7, D.DHCP6_Reply],
  [8, D.DHCP6_Release],
  [9, D.DHCP6_Decline],
  [10, D.DHCP6_Reconf],
  [11, D.DHCP6_InfoRequest],
  [12, DHCP6_RelayForward],
  [13, DHCP6_RelayReply],
]);
