/** What stands in ERSPAN. @see draft-foschiano-erspan-03 §4 */
import { bindAll, bindAlways, bindVariants } from '../../packet/chain/bindings.ts';
import { Ether } from '../link/ethernet.ts';
import { ERSPAN_I, ERSPAN_II, ERSPAN_III, ERSPAN_PlatformSpecific } from '../tunnel/erspan.ts';

export const erspan = [
  ...bindAll('erspan.o', { 0: Ether, 1: ERSPAN_PlatformSpecific }),
  ...bindAlways(ERSPAN_I, Ether),
  ...bindAlways(ERSPAN_II, Ether),
  ...bindAlways(ERSPAN_PlatformSpecific, Ether),
  ...bindVariants(ERSPAN_II, 'ver', [[2, ERSPAN_III]]),
];
