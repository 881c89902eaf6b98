/** Values that rtnetlink's attributes hold: addresses whose kind only their length tells. */
import { parseIpv4, parseIpv6, readIpv4, readIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { type Field, field } from '../../../packet/spec/field.ts';

export const AF_UNSPEC = 0;
export const AF_INET = 2;
export const AF_BRIDGE = 7;
export const AF_INET6 = 10;

/** AF_… of an address. */
export const familyOf = (address: string): number => (address.includes(':') ? AF_INET6 : AF_INET);

/** An IPv4 or IPv6 address as text; octets of another length read as an empty text. */
export function internetAddress(): Field<string, string> {
  return field({
    form: 'variable',
    label: 'address',
    end: (_b, _at, limit) => limit,
    read: (b, at, end) => (end - at === 4 ? readIpv4(b, at) : end - at === 16 ? readIpv6(b, at) : ''),
    write: (w, value) => {
      const text = String(value);
      if (text.includes(':')) w.octets(parseIpv6(text));
      else {
        const n = parseIpv4(text);
        w.u32(n);
      }
    },
  });
}

/** A link's own address as octets in hexadecimal with colons: 6 of them is a MAC. */
export function hardwareAddress(): Field<string, string> {
  return field({
    form: 'variable',
    label: 'hardware address',
    end: (_b, _at, limit) => limit,
    read: (b, at, end) => Array.from(b.subarray(at, end), (octet) => octet.toString(16).padStart(2, '0')).join(':'),
    write: (w, value) => {
      const parts = String(value).split(':');
      if (!parts.every((part) => /^[0-9a-f]{1,2}$/i.test(part))) {
        throw new PacketwrightError('ERR_ADDRESS', `'${String(value)}' is not a hardware address, such as 02:00:5e:00:53:01`, { value });
      }
      w.octets(Uint8Array.from(parts, (part) => Number.parseInt(part, 16)));
    },
  });
}
