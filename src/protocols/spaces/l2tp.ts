/** Control messages of L2TP, in the place of data. @see RFC 2661 §3.1 */
import { bindVariants } from '../../packet/chain/bindings.ts';
import { L2TP, L2TPControl } from '../tunnel/l2tp.ts';

export const l2tpMessages = bindVariants(L2TP, 'hdr', [[[0xc00, 0xfff], L2TPControl]]);
