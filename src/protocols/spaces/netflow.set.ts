/** Sets of NetFlow 9 and IPFIX, by their number; from 256 on it is a template's. @see RFC 3954 §5.1; RFC 7011 §3.3.2 */
import { bindVariants } from '../../packet/chain/bindings.ts';
import {
  NetflowDataflowsetV9,
  NetflowFlowsetV10,
  NetflowFlowsetV9,
  NetflowOptionsFlowset10,
  NetflowOptionsFlowsetV9,
} from '../application/netflow/sets.ts';

export const netflowSets = bindVariants(NetflowDataflowsetV9, 'templateID', [
  [0, NetflowFlowsetV9],
  [1, NetflowOptionsFlowsetV9],
  [2, NetflowFlowsetV10],
  [3, NetflowOptionsFlowset10],
]);
