/** Identifiers of IS-IS: of a system (6 octets), of one of its nodes (7), of one of its LSPs (8). */
import { PacketwrightError } from '../../../bytes/errors.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { type Field, type FieldOptions, field } from '../../../packet/spec/field.ts';

/** Groups of four digits, then the node's two, then those of the LSP. @see ISO/IEC 10589 §7.1.1 */
const format = (hex: string): string => `${hex.slice(0, 4)}.${hex.slice(4, 8)}.${hex.slice(8, 12)}${tail(hex.slice(12))}`;
const tail = (hex: string): string => (hex === '' ? '' : `.${hex.slice(0, 2)}${hex.length > 2 ? `-${hex.slice(2)}` : ''}`);

function parse(v: unknown, octets: number): Uint8Array {
  const text = String(v);
  const hex = text.replaceAll(/[.-]/g, '');
  if (!/^[0-9a-f]+$/i.test(hex) || hex.length !== 2 * octets)
    throw new PacketwrightError(
      'ERR_VALUE',
      `'${text}' is no identifier of ${octets} octets: expected the form ${format('0102030405060708'.slice(0, 2 * octets))}`,
      {
        value: v,
      },
    );
  return fromHex(hex);
}

function identifier(octets: number, label: string, initial: string, o: FieldOptions): Field<string, string | Uint8Array> {
  return field(
    {
      form: 'fixed',
      octets,
      label,
      holds: /([\da-f]{4}\.){2}[\da-f]{4}(\.[\da-f]{2}(-[\da-f]{2})?)?/,
      initial,
      read: (b, at) => format(toHex(b.subarray(at, at + octets))),
      write: (b, at, v) => b.set(v instanceof Uint8Array && v.length === octets ? v : parse(v, octets), at),
      format: String,
      random: (r) => format(toHex(r.octets(octets))),
    },
    o,
  );
}

type Options = Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string };

/** @internal `0102.0304.0506` */
export const systemId = (o: Options = {}) => identifier(6, 'system identifier', '0102.0304.0506', o);
/** @internal `0102.0304.0506.07` */
export const nodeId = (o: Options = {}) => identifier(7, 'node identifier', '0102.0304.0506.07', o);
/** @internal `0102.0304.0506.07-08` */
export const lspId = (o: Options = {}) => identifier(8, 'LSP identifier', '0102.0304.0506.07-08', o);
