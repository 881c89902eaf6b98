/** scapy's format language: `%-15s,IP.src% > %IP.dst%{TCP: %TCP.flags%}`. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { Flags } from '../spec/flags.ts';
import type { Laid } from '../laid/laid.ts';
import { percentFormat } from './percent-format.ts';
import { pythonValue } from '../fields/shared/python-text.ts';
import { valueText } from './value-text.ts';

const ESCAPES: Readonly<Record<string, string>> = { '%': '%', '(': '{', ')': '}' };

/**
 * Fills in a format. `%[format[r],][LAYER[:nb].]FIELD%` stands for a field's value as show() has it (with `r`: the bare
 * number), in a format of C; nb counts occurrences of the layer. `%time%` is the time of capture. `{LAYER:text}` stays where there is such a
 * layer, `{!LAYER:text}` where there is none; they may be nested. `%%`, `%(` and `%)` are `%`, `{` and `}`. What the
 * packet does not have is `??`.
 * @throws ERR_EXPRESSION with the position
 */
export function sprintfText(p: Laid, format: string): string {
  p.bytes;
  return formatText(
    {
      names: p.layers().map((l) => l.layerName),
      time: timeText(p),
      field: (depth, name) => {
        const slot = p.layers()[depth]?.layout.byName.get(name);
        const value = slot === undefined ? undefined : (p.view(depth) as unknown as Record<string, unknown>)[name];
        return slot === undefined || value === undefined ? undefined : { text: valueText(slot, value, p.view(depth)), value };
      },
    },
    format,
  );
}

/** What a format is filled in from. */
export interface FormatSource {
  /** Of the layers, from the outermost in. */
  readonly names: readonly string[];
  /** When it was captured, as text. */
  readonly time: string;
  /** A field as show() has it, and its value; undefined where the layer has none of that name. */
  field(depth: number, name: string): { readonly text: string; readonly value: unknown } | undefined;
}

/** {@link sprintfText} of any packet. @throws ERR_EXPRESSION with the position */
export function formatText(p: FormatSource, format: string): string {
  const text = resolveConditions(p, format);
  let out = '';
  for (let i = 0; i < text.length; ) {
    const at = text.indexOf('%', i);
    if (at < 0) return out + text.slice(i);
    out += text.slice(i, at);
    const escaped = ESCAPES[text[at + 1] ?? ''];
    if (escaped !== undefined) {
      out += escaped;
      i = at + 2;
      continue;
    }
    const end = text.indexOf('%', at + 1);
    if (end < 0)
      throw new PacketwrightError('ERR_EXPRESSION', `format '${format}': '${text.slice(at, at + 25)}' has no second %`, {
        format,
        position: at,
      });
    out += directive(p, text.slice(at + 1, end), format);
    i = end + 1;
  }
  return out;
}

/** The innermost condition first, so that they can be nested. */
function resolveConditions(p: FormatSource, format: string): string {
  let text = format;
  for (let open = text.lastIndexOf('{'); open >= 0; open = text.lastIndexOf('{')) {
    const close = text.indexOf('}', open);
    const found = /^(!?)([^:{}]*):(.*)$/s.exec(text.slice(open + 1, close < 0 ? undefined : close));
    if (close < 0 || found === null)
      throw new PacketwrightError('ERR_EXPRESSION', `format '${format}', position ${open}: expected {LAYER:text} or {!LAYER:text}`, {
        format,
        position: open,
      });
    const [, not, name, inner = ''] = found;
    const has = p.names.some((one) => one === name);
    text = text.slice(0, open) + (has === (not === '') ? inner : '') + text.slice(close + 1);
  }
  return text;
}

function directive(p: FormatSource, words: string, format: string): string {
  const found = /^(?:([^,]*),)?(?:([^.,:]*)(?::(\d+))?\.)?([^.,]+)$/.exec(words);
  if (found === null)
    throw new PacketwrightError('ERR_EXPRESSION', `format '${format}': '%${words}%' is not %[format,][LAYER[:nb].]FIELD%`, {
      format,
      directive: words,
    });
  const [, how = 's', name, nb = '1', field = ''] = found;
  if (field === 'time') return percentFormat(how, p.time);
  let left = Number(nb);
  const depth = name === undefined ? 0 : p.names.findIndex((one) => one === name && --left === 0);
  const there = depth < 0 ? undefined : p.field(depth, field);
  if (there === undefined) return '??';
  const { text, value } = there;
  if (!how.endsWith('r')) return percentFormat(how, text);
  return percentFormat(
    how.slice(0, -1) || 's',
    typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string' || value instanceof Flags
      ? value
      : pythonValue(value),
  );
}

/** Local time of day with microseconds, as scapy prints it. */
function timeText(p: Laid): string {
  const { sec, nsec = 0 } = p.meta;
  return sec === undefined ? '??' : timeOfDay(sec, nsec);
}

/** `20:05:09.000123`, local time; `??` for what is no date. */
export function timeOfDay(sec: number, nsec: number): string {
  const d = new Date(sec * 1000);
  if (Number.isNaN(d.getTime())) return '??'; // beyond the years that have dates
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}.${String(Math.floor(nsec / 1000)).padStart(6, '0')}`;
}
