/** What stands in the place of an entry of RIP, by its address family, and then by its type. @see RFC 2453 §4.1; RFC 4822 §2.5 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import { RIPAuth, RIPAuthTrailer, RIPEntry } from '../../routing/rip.ts';

export const ripEntries = [
  ...bindVariants(RIPEntry, 'AF', [[0xffff, RIPAuth]]),
  ...bindVariants(RIPAuth, 'authtype', [[1, RIPAuthTrailer]]),
];
