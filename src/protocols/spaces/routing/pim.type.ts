/** Messages of PIM, by their type. @see RFC 7761 §4.9 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import {
  PIMv2Assert,
  PIMv2Bootstrap,
  PIMv2CandidateRP,
  PIMv2DFElection,
  PIMv2Graft,
  PIMv2Hello,
  PIMv2JoinPrune,
  PIMv2Register,
  PIMv2RegisterStop,
  PIMv2StateRefresh,
} from '../../routing/pim/pim.ts';

export const pimMessages = bindAll('pim.type', {
  0: PIMv2Hello,
  1: PIMv2Register,
  2: PIMv2RegisterStop,
  3: PIMv2JoinPrune,
  4: PIMv2Bootstrap,
  5: PIMv2Assert,
  6: PIMv2Graft,
  7: PIMv2Graft,
  8: PIMv2CandidateRP,
  9: PIMv2StateRefresh,
  10: PIMv2DFElection,
});
