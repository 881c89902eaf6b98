/** Messages of LDP, by their type. @see RFC 5036 §3.5 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import {
  LDPAddress,
  LDPAddressWM,
  LDPHello,
  LDPInit,
  LDPKeepAlive,
  LDPLabelARM,
  LDPLabelMM,
  LDPLabelRelM,
  LDPLabelReqM,
  LDPLabelWM,
  LDPMessage,
  LDPNotification,
} from '../../routing/ldp.ts';

export const ldpMessages = bindVariants(LDPMessage, 'type', [
  [0x0001, LDPNotification],
  [0x0100, LDPHello],
  [0x0200, LDPInit],
  [0x0201, LDPKeepAlive],
  [0x0300, LDPAddress],
  [0x0301, LDPAddressWM],
  [0x0400, LDPLabelMM],
  [0x0401, LDPLabelReqM],
  [0x0402, LDPLabelWM],
  [0x0403, LDPLabelRelM],
  [0x0404, LDPLabelARM],
]);
