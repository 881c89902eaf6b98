/** One conversion of C's printf: `-15s`, `05d`, `#x`, `.3s`. */
import { PacketwrightError } from '../../bytes/errors.ts';

/**
 * `value` in the format behind the `%`. Texts go with `s` only; numbers with `d i u x X o e f g c` too.
 * @throws ERR_EXPRESSION
 */
export function percentFormat(format: string, value: unknown): string {
  const found = /^([-+ #0]*)(\d*)(?:\.(\d*))?([a-zA-Z])$/.exec(format);
  if (found === null) throw new PacketwrightError('ERR_EXPRESSION', `'${format}' is not a format such as s, -15s, 5d or 04x`, { format });
  const [, flags = '', width = '', precision, letter = 's'] = found;
  const isText = letter === 's' || letter === 'c';
  let body = isText
    ? cut(letter === 'c' && typeof value !== 'string' ? String.fromCodePoint(Number(value)) : String(value), precision)
    : number(letter, flags, precision, value, format);
  const n = Number(width || 0);
  if (flags.includes('-')) body = body.padEnd(n);
  else if (flags.includes('0') && !isText) {
    const [, sign = '', digits = ''] = /^([-+ ]?(?:0[xXo])?)(.*)$/.exec(body) ?? [];
    body = sign + digits.padStart(n - sign.length, '0');
  }
  return body.padStart(n);
}

const cut = (s: string, precision: string | undefined): string => (precision === undefined ? s : s.slice(0, Number(precision || 0)));

function number(letter: string, flags: string, precision: string | undefined, value: unknown, format: string): string {
  const isWhole =
    typeof value === 'bigint' || typeof value === 'number' || typeof (value as { value?: unknown } | undefined)?.value === 'number';
  if (!isWhole)
    throw new PacketwrightError(
      'ERR_EXPRESSION',
      `'${format}' takes a number, but this field's text is '${String(value)}': add r after the format for the raw value`,
      { format, value },
    );
  const raw = typeof value === 'bigint' ? value : Number(value);
  const places = Number(precision === undefined ? 6 : precision || 0);
  const size = raw < 0 ? -raw : raw;
  const whole = (base: number): string =>
    (typeof size === 'bigint' ? size : Math.trunc(size)).toString(base).padStart(precision === undefined ? 0 : places, '0');
  let digits: string;
  switch (letter) {
    case 'd':
    case 'i':
    case 'u':
      digits = whole(10);
      break;
    case 'x':
    case 'X': {
      digits = (flags.includes('#') ? '0x' : '') + whole(16);
      if (letter === 'X') digits = digits.toUpperCase();
      break;
    }
    case 'o':
      digits = (flags.includes('#') ? '0o' : '') + whole(8);
      break;
    case 'f':
    case 'F':
      digits = Number(size).toFixed(places);
      break;
    case 'e':
    case 'E':
      digits = Number(size)
        .toExponential(places)
        .replace(/e([-+])(\d)$/, 'e$10$2');
      break;
    case 'g':
    case 'G':
      digits = String(Number(Number(size).toPrecision(places || 1)));
      break;
    default:
      throw new PacketwrightError('ERR_EXPRESSION', `'${format}': '${letter}' is not a printf conversion`, { format });
  }
  return (raw < 0 ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') + digits;
}
