/** `'{0:>{w}} {name.field[3]!r}'.format(…)`. */
import type { Named } from '../../runtime.ts';
import { indexError, keyError, valueError } from '../errors.ts';
import { formatValue } from './format.ts';
import { item } from '../items.ts';
import { linked } from '../linked.ts';
import { asciiOf } from './repr.ts';
import { awaited } from '../waiting.ts';

/** The value of a field by what stands in its braces. */
type Fields = (name: string) => unknown;

export function strFormat(format: string, positions: readonly unknown[], named: Named): string {
  let automatic: number | undefined;
  const fields: Fields = (name) => {
    if (name !== '' && !/^\d+$/.test(name)) {
      if (!Object.hasOwn(named, name)) throw keyError(name);
      return named[name];
    }
    if (name === '' && automatic === -1) throw valueError('cannot switch from manual field specification to automatic field numbering');
    if (name !== '' && automatic !== undefined && automatic >= 0)
      throw valueError('cannot switch from automatic field numbering to manual field specification');
    let at = Number(name);
    if (name === '') {
      at = automatic ?? 0;
      automatic = at + 1;
    } else automatic = -1;
    if (at >= positions.length) throw indexError(`Replacement index ${at} out of range for positional args tuple`);
    return positions[at];
  };
  return expand(format, fields);
}

export function strFormatMap(format: string, mapping: unknown): string {
  return expand(format, (name) => item(mapping, name));
}

function expand(format: string, fields: Fields): string {
  let out = '';
  for (let i = 0; i < format.length; i++) {
    const one = format[i]!;
    if (one !== '{' && one !== '}') out += one;
    else if (format[i + 1] === one) {
      out += one;
      i++;
    } else if (one === '}') throw valueError("Single '}' encountered in format string");
    else {
      const end = closing(format, i);
      out += field(format.slice(i + 1, end), fields);
      i = end;
    }
  }
  return out;
}

function closing(format: string, open: number): number {
  if (open + 1 === format.length) throw valueError("Single '{' encountered in format string");
  let depth = 0;
  for (let i = open; i < format.length; i++) {
    if (format[i] === '{') depth++;
    else if (format[i] === '}' && --depth === 0) return i;
  }
  throw valueError("expected '}' before end of string");
}

function field(text: string, fields: Fields): string {
  const found = /^((?:[^[\]:!{}]|\[[^\]]*\])*)(?:!(.))?(?::(.*))?$/su.exec(text);
  if (found === null) throw valueError(`'{${text}}' is no field of a format`);
  const [, path = '', conversion, spec = ''] = found;
  const first = /^[^.[]*/.exec(path)![0];
  let value = fields(first);
  for (const [, attribute, key] of path.slice(first.length).matchAll(/\.([^.[]+)|\[([^\]]+)\]/g)) {
    if (attribute !== undefined) {
      const of = value;
      value = awaited(() => linked.get(of, attribute));
    } else value = item(value, /^\d+$/.test(key!) ? Number(key) : key);
  }
  return converted(value, conversion ?? '', spec.includes('{') ? expand(spec, fields) : spec);
}

/** A field of str.format or of an f-string. */
export function converted(value: unknown, conversion: string, spec: string): string {
  switch (conversion) {
    case '':
      return formatValue(value, spec);
    case 'r':
      return formatValue(linked.repr(value), spec);
    case 's':
      return formatValue(linked.str(value), spec);
    case 'a':
      return formatValue(asciiOf(value), spec);
    default:
      throw valueError(`Unknown conversion specifier '${conversion}'`);
  }
}
