/** Messages of Mobile IPv6, by their type. @see RFC 6275 §6.1 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import { MIP6MH_Generic } from '../../network/ipv6/ipv6-extensions.ts';
import {
  MIP6MH_BA,
  MIP6MH_BE,
  MIP6MH_BRR,
  MIP6MH_BU,
  MIP6MH_CoT,
  MIP6MH_CoTI,
  MIP6MH_HoT,
  MIP6MH_HoTI,
} from '../../network/ipv6/mobility.ts';

export const mobilityMessages = bindVariants(
  MIP6MH_Generic,
  'mhtype',
  [
    [0, MIP6MH_BRR],
    [1, MIP6MH_HoTI],
    [2, MIP6MH_CoTI],
    [3, MIP6MH_HoT],
    [4, MIP6MH_CoT],
    [5, MIP6MH_BU],
    [6, MIP6MH_BA],
    [7, MIP6MH_BE],
  ],
  // One that is cut short is still a message.
  { optional: true },
);
