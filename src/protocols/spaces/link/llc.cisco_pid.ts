/** Cisco's protocols behind SNAP. */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { CDPv2_HDR } from '../../link/control/cdp.ts';
import { STP, STPTopologyChange } from '../../link/control/stp.ts';
import { DTP } from '../../link/trunk/dtp.ts';
import { UDLD } from '../../link/trunk/udld.ts';
import { VTP } from '../../link/trunk/vtp.ts';
import { ciscoPids } from '../../registries/cisco-pids.ts';

export const ciscoProtocols = bindAll('llc.cisco_pid', {
  [ciscoPids.PVST]: [STPTopologyChange, STP],
  [ciscoPids.UDLD]: UDLD,
  [ciscoPids.CDP]: CDPv2_HDR,
  [ciscoPids.VTP]: VTP,
  [ciscoPids.DTP]: DTP,
});
