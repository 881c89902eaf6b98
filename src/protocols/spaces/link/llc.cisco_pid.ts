/** Cisco's protocols behind SNAP. */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { CDPv2_HDR } from '../../link/control/cdp.ts';
import { STP, STPTopologyChange } from '../../link/control/stp.ts';

export const ciscoProtocols = bindAll('llc.cisco_pid', { 0x010b: [STPTopologyChange, STP], 0x2000: CDPv2_HDR });
