/** Calls and replies of RPC. @see RFC 5531 §9 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { RPC_Call, RPC_Reply } from '../../application/rpc/rpc.ts';

export const rpcMessages = bindAll('rpc.mtype', { 0: RPC_Call, 1: RPC_Reply });
