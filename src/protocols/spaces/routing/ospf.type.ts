/** OSPF packets, by their type. @see RFC 2328 §A.3.1 */
import { bindAll, bindVariants } from '../../../packet/chain/bindings.ts';
import { OSPF_DBDesc, OSPF_Hdr, OSPF_Hello, OSPF_LSAck, OSPF_LSReq, OSPF_LSUpd, OSPFv3_Hdr } from '../../routing/ospf/ospf.ts';

export const ospfPackets = [
  ...bindAll('ospf.type', { 1: OSPF_Hello, 2: OSPF_DBDesc, 3: OSPF_LSReq, 4: OSPF_LSUpd, 5: OSPF_LSAck }),
  // Both versions have one number in IP.
  ...bindVariants(OSPF_Hdr, 'version', [[3, OSPFv3_Hdr]]),
];
