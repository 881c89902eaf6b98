/** How findings name things. */
import { isIpv6 } from '../../bytes/address.ts';

/** An address and a port as one writes them: `10.0.2.15:80`, `[2001:db8::1]:80`. */
export const endText = ({ address, port }: { readonly address: string; readonly port: number }): string =>
  isIpv6(address) ? `[${address}]:${port}` : `${address}:${port}`;
