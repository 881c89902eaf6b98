/** Messages of IS-IS, by their type. @see ISO/IEC 10589 §9.5 to §9.13 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import {
  ISIS_L1_CSNP,
  ISIS_L1_LAN_Hello,
  ISIS_L1_LSP,
  ISIS_L1_PSNP,
  ISIS_L2_CSNP,
  ISIS_L2_LAN_Hello,
  ISIS_L2_LSP,
  ISIS_L2_PSNP,
  ISIS_P2P_Hello,
} from '../../routing/isis/isis.ts';

export const isisMessages = bindAll('isis.type', {
  15: ISIS_L1_LAN_Hello,
  16: ISIS_L2_LAN_Hello,
  17: ISIS_P2P_Hello,
  18: ISIS_L1_LSP,
  20: ISIS_L2_LSP,
  24: ISIS_L1_CSNP,
  25: ISIS_L2_CSNP,
  26: ISIS_L1_PSNP,
  27: ISIS_L2_PSNP,
});
