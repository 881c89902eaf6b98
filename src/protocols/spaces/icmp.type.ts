/** What an ICMP message carries, by its type: errors quote the packet that they are about. @see RFC 792 */
import { bindAll } from '../../packet/chain/bindings.ts';
import { IPerror } from '../network/quoted.ts';

export const icmpTypes = bindAll('icmp.type', { 3: IPerror, 4: IPerror, 5: IPerror, 11: IPerror, 12: IPerror });
