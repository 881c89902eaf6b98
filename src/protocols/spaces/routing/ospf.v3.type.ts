/** Packets of OSPF for IPv6, by their type. @see RFC 5340 §A.3.1 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { OSPFv3_DBDesc, OSPFv3_Hello, OSPFv3_LSAck, OSPFv3_LSReq, OSPFv3_LSUpd } from '../../routing/ospf/ospfv3.ts';

export const ospfv3Packets = bindAll('ospf.v3.type', {
  1: OSPFv3_Hello,
  2: OSPFv3_DBDesc,
  3: OSPFv3_LSReq,
  4: OSPFv3_LSUpd,
  5: OSPFv3_LSAck,
});
