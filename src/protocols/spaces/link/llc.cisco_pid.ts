/** Cisco's protocols behind SNAP. */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { CDPv2_HDR } from '../../link/control/cdp.ts';
import { STP, STPTopologyChange } from '../../link/control/stp.ts';
import { DTP } from '../../link/trunk/dtp.ts';
import { UDLD } from '../../link/trunk/udld.ts';
import { VTP } from '../../link/trunk/vtp.ts';

export const ciscoProtocols = bindAll('llc.cisco_pid', {
  0x010b: [STPTopologyChange, STP],
  0x0111: UDLD,
  0x2000: CDPv2_HDR,
  0x2003: VTP,
  0x2004: DTP,
});
