/** The first four bits of an IP packet. @see RFC 791 §3.1; RFC 8200 §3 */
import { bindVariants } from '../../packet/chain/bindings.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';

export const ipVersions = [...bindVariants(IP, 'version', [[6, IPv6]]), ...bindVariants(IPv6, 'version', [[4, IP]])];
