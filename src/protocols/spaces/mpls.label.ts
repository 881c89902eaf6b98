/** Labels that say what is behind them: explicit null, and that of the associated channel. @see RFC 3032 §2.1; RFC 5586 §4.1 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { IPv6 } from '../network/ipv6/ipv6.ts';
import { PWACH } from '../tunnel/mpls.ts';

export const mplsLabels = bindAll('mpls.label', { 0: IP, 2: IPv6, 13: PWACH });
