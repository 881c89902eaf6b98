/** What follows the head of IGMPv3, by its type. @see RFC 3376 §4; RFC 4286 §4 */
import { bindAll } from '../../../packet/chain/bindings.ts';
import { IGMPv3mq, IGMPv3mr, IGMPv3mra } from '../../network/igmp/igmp.ts';

export const igmpMessages = bindAll('igmp.type', { 0x11: IGMPv3mq, 0x22: IGMPv3mr, 0x30: IGMPv3mra });
