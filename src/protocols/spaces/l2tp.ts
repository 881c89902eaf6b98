/** What stands in L2TP: control messages in the place of data, and PPP behind data. @see RFC 2661 §3.1 */
import { bindAlways, bindVariants } from '../../packet/chain/bindings.ts';
import { PPP } from '../link/ppp/ppp.ts';
import { L2TP, L2TPControl } from '../tunnel/l2tp.ts';

export const l2tp = [...bindVariants(L2TP, 'hdr', [[[0xc00, 0xfff], L2TPControl]]), ...bindAlways(L2TP, PPP)];
