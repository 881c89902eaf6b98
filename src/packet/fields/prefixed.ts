/** Text with its length before it. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { wantOptions } from '../spec/check-field-options.ts';
import { type Field, type FieldOptions, field, type VariableKind } from '../spec/field.ts';
import { wantWord } from '../spec/wants.ts';
import { decodeText, type Encoding, encodeText, isText, wantEncoding } from './shared/text-code.ts';
import { orOctets } from '../spec/value-form.ts';

/** Width and byte order of a length. */
export type LengthForm = 'u8' | 'u16' | 'u16le' | 'u32' | 'u32le';

const WIDTH: Readonly<Record<LengthForm, number>> = { u8: 1, u16: 2, u16le: 2, u32: 4, u32le: 4 };

function loadLength(b: Uint8Array, at: number, form: LengthForm): number {
  const width = WIDTH[form];
  let n = 0;
  for (let i = 0; i < width; i++) n = n * 256 + (b[form.endsWith('le') ? at + width - 1 - i : at + i] as number);
  return n;
}

function withLength(data: Uint8Array, form: LengthForm): Uint8Array {
  const width = WIDTH[form];
  if (data.length >= 2 ** (8 * width))
    throw new PacketwrightError('ERR_RANGE', `${data.length} octets do not fit a length of ${8 * width} bits`, {
      value: data.length,
      high: 2 ** (8 * width) - 1,
    });
  const out = new Uint8Array(width + data.length);
  for (let i = 0; i < width; i++) out[form.endsWith('le') ? i : width - 1 - i] = Math.floor(data.length / 2 ** (8 * i));
  out.set(data, width);
  return out;
}

const endOf =
  (form: LengthForm): VariableKind['end'] =>
  (b, at, limit) =>
    at + WIDTH[form] > limit ? limit + 1 : at + WIDTH[form] + loadLength(b, at, form);

/** Whether length and octets are all there; clipped ones keep their length in what is read. */
const isWhole = (b: Uint8Array, at: number, end: number, form: LengthForm): boolean =>
  at + WIDTH[form] <= end && at + WIDTH[form] + loadLength(b, at, form) === end;

/**
 * Text after its length in octets: `prefixedText('u8')`. Text that is cut short (or UTF-16 of odd length) is read as octets, including the
 * length. Octets given are written unchanged: they must include the length.
 */
export function prefixedText(
  form: LengthForm,
  o: Omit<FieldOptions, 'names' | 'default'> & { readonly default?: string; readonly encoding?: Encoding } = {},
): Field<string | Uint8Array, string | Uint8Array> {
  wantOptions('prefixedText', o, 'encoding');
  const { encoding = 'latin1', ...rest } = o;
  wantWord('prefixedText', 'the form of its length', form, Object.keys(WIDTH));
  wantEncoding('prefixedText', encoding);
  return field(
    {
      form: 'variable',
      label: `text with a ${form} length`,
      value: 'text',
      holds: orOctets('text'),
      initial: '',
      end: endOf(form),
      read: (b, at, end) =>
        isWhole(b, at, end, form) && isText(at + WIDTH[form], end, encoding)
          ? decodeText(b, at + WIDTH[form], end, encoding)
          : b.subarray(at, end),
      write: (w, v) => w.octets(v instanceof Uint8Array ? v : withLength(encodeText(v, encoding), form)),
      random: (r) => r.u32().toString(36),
    },
    rest,
  );
}
