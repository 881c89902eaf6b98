/** What is behind the header of ERSPAN type III, which stands in the place of type II by its version. @see draft-foschiano-erspan-03 §4.3 */
import { bindAll, bindVariants } from '../../packet/chain/bindings.ts';
import { Ether } from '../link/ethernet.ts';
import { ERSPAN_II, ERSPAN_III, ERSPAN_PlatformSpecific } from '../tunnel/erspan.ts';

export const erspanHeaders = [
  ...bindAll('erspan.o', { 0: Ether, 1: ERSPAN_PlatformSpecific }),
  ...bindVariants(ERSPAN_II, 'ver', [[2, ERSPAN_III]]),
];
