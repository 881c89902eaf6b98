/** The first four bits of a raw IP packet. @see RFC 791 §3.1; RFC 8200 §3 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';

export const ipVersions = bindAll('ip.version', { 4: IP, 6: IPv6 });
