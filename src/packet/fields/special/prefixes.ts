/** Networks, as routing protocols carry them. */
import { formatIpv4, parseIpv4, parseIpv6, readIpv6 } from '../../../bytes/address.ts';
import { PacketwrightError } from '../../../bytes/errors.ts';
import { type Family, parsePrefix, type Prefix } from '../../../bytes/prefix.ts';
import { type Field, type FieldOptions, field } from '../../spec/field.ts';
import { orOctets } from '../../spec/value-form.ts';

type PrefixOptions = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string };

/** Octets that so many bits need. */
const octetsOf = (bits: number): number => (bits + 7) >> 3;

function encode(v: unknown, family: Family): Uint8Array {
  let prefix: Prefix;
  try {
    prefix = parsePrefix(String(v));
  } catch (cause) {
    throw cause instanceof PacketwrightError && cause.code === 'ERR_RANGE'
      ? cause
      : new PacketwrightError('ERR_VALUE', `'${String(v)}' is not an IPv${family} prefix`, { value: v, cause });
  }
  if (prefix.family !== family) throw new PacketwrightError('ERR_VALUE', `'${String(v)}' is not an IPv${family} prefix`, { value: v });
  const address = family === 4 ? new Uint8Array(4) : parseIpv6(prefix.address);
  if (family === 4) new DataView(address.buffer).setUint32(0, parseIpv4(prefix.address));
  return Uint8Array.of(prefix.length, ...address.subarray(0, octetsOf(prefix.length)));
}

function prefixField(family: Family, o: PrefixOptions): Field<string | Uint8Array, string | Uint8Array> {
  const width = family === 4 ? 4 : 16;
  return field(
    {
      form: 'variable',
      label: `IPv${family} prefix`,
      holds: orOctets(family === 4 ? /\d{1,3}(\.\d{1,3}){3}\/\d{1,2}/ : /[\da-f:.]+\/\d{1,3}/),
      initial: family === 4 ? '0.0.0.0/0' : '::/0',
      end: (b, at, limit) => (at < limit ? at + 1 + octetsOf(b[at] as number) : limit + 1),
      read: (b, at, end) => {
        const bits = b[at] as number;
        // More bits than an address has, or octets that are not there.
        if (at >= end || bits > 8 * width || at + 1 + octetsOf(bits) !== end) return b.subarray(at, end);
        const address = new Uint8Array(width);
        address.set(b.subarray(at + 1, end));
        return `${family === 4 ? formatIpv4(new DataView(address.buffer).getUint32(0)) : readIpv6(address, 0)}/${bits}`;
      },
      write: (w, v) => w.octets(v instanceof Uint8Array ? v : encode(v, family)),
      format: String,
      random: (r) => {
        const bits = r.below(8 * width + 1);
        return `${family === 4 ? formatIpv4(r.u32()) : readIpv6(r.octets(16), 0)}/${bits}`;
      },
    },
    o,
  );
}

/**
 * An IPv4 network as in BGP (RFC 4271 §4.3): an octet with its length in bits, then only the octets that the length needs. Bits after the
 * length are kept. An impossible length is read as octets; octets given are written unchanged.
 */
export const ipv4Prefix = (o: PrefixOptions = {}): Field<string | Uint8Array, string | Uint8Array> => prefixField(4, o);

/** An IPv6 network (RFC 4760 §5), like {@link ipv4Prefix}. */
export const ipv6Prefix = (o: PrefixOptions = {}): Field<string | Uint8Array, string | Uint8Array> => prefixField(6, o);
