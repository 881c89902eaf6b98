/** Messages of WireGuard, by their type. @see https://www.wireguard.com/papers/wireguard.pdf §5.4 */
import { bindVariants } from '../../../packet/chain/bindings.ts';
import { WireGuard, WireGuardCookie, WireGuardData, WireGuardInitiation, WireGuardResponse } from '../../tunnel/wireguard.ts';

export const wireGuardMessages = bindVariants(
  WireGuard,
  'type',
  [
    [1, WireGuardInitiation],
    [2, WireGuardResponse],
    [3, WireGuardCookie],
    [4, WireGuardData],
  ],
  { optional: true },
);
