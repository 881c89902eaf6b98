/** What stands in PPP over Ethernet. @see RFC 2516 §5, §6 */
import { bindAlways } from '../../packet/chain/bindings.ts';
import { PPP } from '../link/ppp/ppp.ts';
import { PPPoE, PPPoED, PPPoED_Tags } from '../link/pppoe.ts';

export const pppoe = [...bindAlways(PPPoE, PPP), ...bindAlways(PPPoED, PPPoED_Tags)];
