/** Link types behind Per-Packet Information. @see https://www.tcpdump.org/linktypes/LINKTYPE_PPI.html */
import { bindAll } from '../../packet/chain/bindings.ts';
import { Dot11 } from '../wireless/dot11.ts';

export const ppiLinkTypes = bindAll('ppi.dlt', { 105: Dot11 });
