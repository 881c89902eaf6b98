/** Networks whose length in bits stands in an earlier field: only the octets that it needs. */
import { formatIpv4, parseIpv4, parseIpv6, readIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Family } from '../../../bytes/prefix.ts';
import { type Field, type FieldOptions, type FieldPlace, field } from '../../spec/field.ts';
import { orOctets } from '../../spec/value-form.ts';
import { ipv4, ipv6 } from '../addresses.ts';

function encode(v: unknown, family: Family): Uint8Array {
  try {
    if (family === 6) return parseIpv6(String(v));
    const octets = new Uint8Array(4);
    new DataView(octets.buffer).setUint32(0, parseIpv4(String(v)));
    return octets;
  } catch (cause) {
    throw new PacketwrightError('ERR_VALUE', `'${String(v)}' is not an IPv${family} address`, { value: v, cause });
  }
}

/**
 * The beginning of an address, as text of the whole one: as many octets as the bits in the field `bits` need, in units of `unit` octets
 * (OSPF for IPv6 has 4, RFC 5340 §A.4.1). Bits behind the length are kept. More bits than an address has are read as octets.
 */
export function prefixOctets(
  family: Family,
  bits: string,
  { unit = 1, ...o }: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string; readonly unit?: number } = {},
): Field<string | Uint8Array, string | Uint8Array> {
  const width = family === 4 ? 4 : 16;
  const octetsOf = ({ self }: FieldPlace): number => {
    const n = self[bits] as number | undefined;
    return Math.ceil((n ?? 0) / (8 * unit)) * unit;
  };
  return field(
    {
      form: 'variable',
      label: `IPv${family} prefix`,
      holds: orOctets({ field: family === 4 ? ipv4() : ipv6() }),
      initial: family === 4 ? '0.0.0.0' : '::',
      end: (_b, at, limit, place) => (at + octetsOf(place) > limit ? limit + 1 : at + octetsOf(place)),
      read: (b, at, end) => {
        if (end - at > width) return b.subarray(at, end);
        const address = new Uint8Array(width);
        address.set(b.subarray(at, end));
        return family === 4 ? formatIpv4(new DataView(address.buffer).getUint32(0)) : readIpv6(address, 0);
      },
      write: (w, v, place) => {
        if (v instanceof Uint8Array) w.octets(v);
        else w.octets(encode(v ?? o.default ?? (family === 4 ? '0.0.0.0' : '::'), family).subarray(0, octetsOf(place)));
      },
      format: String,
      random: (r) => (family === 4 ? formatIpv4(r.u32()) : readIpv6(r.octets(16), 0)),
    },
    o,
  );
}
