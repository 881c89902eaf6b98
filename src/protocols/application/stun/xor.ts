/** Ports and addresses XORed with the cookie, so that devices that change addresses in packets do not find them. @see RFC 8489 §14.2 */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { u16 } from '../../../packet/fields/integers.ts';
import { type Field, type FixedKind, field, type IntegerKind, type KindCommon } from '../../../packet/spec/field.ts';
import { wholeForm } from '../../../packet/spec/value-form.ts';

const COOKIE = [0x21, 0x12, 0xa4, 0x42] as const;

/** A port, read as it is. */
export function xorPort(wireshark: string): Field<number> {
  const { kind, options } = u16({ wireshark });
  const high = (COOKIE[0] << 8) | COOKIE[1];
  const number = kind as IntegerKind & KindCommon;
  return field({ ...number, holds: wholeForm(number.bits), decode: (n) => n ^ high, encode: (v) => number.encode(v) ^ high }, options);
}

/** An address of IPv4, read as it is. */
export function xorIpv4(wireshark: string): Field<string> {
  const { kind, options } = ipv4({ wireshark });
  const plain = kind as FixedKind & KindCommon;
  const xored = (b: Uint8Array, o: number): Uint8Array => Uint8Array.from(COOKIE, (x, i) => x ^ (b[o + i] as number));
  return field(
    {
      form: 'fixed',
      octets: 4,
      label: 'ipv4, XORed',
      holds: { field: { kind, options } },
      initial: '0.0.0.0',
      read: (b, o) => plain.read(xored(b, o), 0),
      write: (b, o, v) => {
        const there = new Uint8Array(4);
        plain.write(there, 0, v);
        b.set(xored(there, 0), o);
      },
    },
    options,
  );
}
