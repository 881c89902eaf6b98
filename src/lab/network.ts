/** An IPv4 address with its prefix, as hosts are given them. */
import { isIpv4, parseIpv4 } from '../bytes/address.ts';
import { PacketwrightError } from '../bytes/errors.ts';

export interface Network {
  readonly address: string;
  readonly prefix: number;
  contains(address: string): boolean;
}

/** `192.0.2.10/24`. @throws ERR_ADDRESS */
export function parseNetwork(text: string): Network {
  const [address = '', length = ''] = text.split('/');
  const prefix = Number(length);
  if (!isIpv4(address) || !/^\d{1,2}$/.test(length) || prefix > 32)
    throw new PacketwrightError('ERR_ADDRESS', `'${text}' is not an IPv4 address with its prefix: expected the form 192.0.2.10/24`, {
      text,
    });
  const own = parseIpv4(address);
  return { address, prefix, contains: (other) => isIpv4(other) && (prefix === 0 || (own ^ parseIpv4(other)) >>> (32 - prefix) === 0) };
}
