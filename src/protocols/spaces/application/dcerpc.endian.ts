/** Fragments of DCE/RPC, by the order of their octets. @see C706 §14.1 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import { DceRpc5, DceRpc5BE } from '../../application/dcerpc/dcerpc.ts';

export const dcerpcOrders = bindVariants(DceRpc5, 'endian', [[0, DceRpc5BE]]);
