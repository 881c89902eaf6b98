/** Versions of NetFlow; IPFIX is the tenth. @see RFC 3954 §5.1; RFC 7011 §3.1 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { NetflowHeaderV1, NetflowHeaderV10, NetflowHeaderV5, NetflowHeaderV7, NetflowHeaderV9 } from '../application/netflow/netflow.ts';

export const netflowVersions = bindAll('netflow.version', {
  1: NetflowHeaderV1,
  5: NetflowHeaderV5,
  7: NetflowHeaderV7,
  9: NetflowHeaderV9,
  10: NetflowHeaderV10,
});
