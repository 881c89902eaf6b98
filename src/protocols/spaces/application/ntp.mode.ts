/** Messages of NTP: those about the time, and those about a server. @see RFC 5905 §7.3 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import { NTPControl, NTPPrivate } from '../../application/ntp/control.ts';
import { NTP, NTPHeader } from '../../application/ntp/ntp.ts';

export const ntpMessages = bindVariants(NTP, 'mode', [
  [[0, 5], NTPHeader],
  [6, NTPControl],
  [7, NTPPrivate],
]);
