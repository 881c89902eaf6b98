/** Calls and replies of RPC, and records on a stream. @see RFC 5531 §9, §11 */
import { bindAll, bindAlways } from '../../../packet/chain/bindings.ts';
import { RM_Header, RPC, RPC_Call, RPC_Reply } from '../../application/rpc/rpc.ts';

export const rpcMessages = [...bindAll('rpc.mtype', { 0: RPC_Call, 1: RPC_Reply }), ...bindAlways(RM_Header, RPC)];
