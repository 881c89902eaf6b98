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
function resolveConditions(p: Laid, format: string): string {
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
    const has = p.layers().some((l) => l.layerName === name);
    text = text.slice(0, open) + (has === (not === '') ? inner : '') + text.slice(close + 1);
  }
  return text;
}

function directive(p: Laid, words: string, format: string): string {
  const found = /^(?:([^,]*),)?(?:([^.,:]*)(?::(\d+))?\.)?([^.,]+)$/.exec(words);
  if (found === null)
    throw new PacketwrightError('ERR_EXPRESSION', `format '${format}': '%${words}%' is not %[format,][LAYER[:nb].]FIELD%`, {
      format,
      directive: words,
    });
  const [, how = 's', name, nb = '1', field = ''] = found;
  if (field === 'time') return percentFormat(how, timeText(p));
  const layers = p.layers();
  let left = Number(nb);
  const depth = name === undefined ? 0 : layers.findIndex((l) => l.layerName === name && --left === 0);
  const slot = depth < 0 ? undefined : layers[depth]?.layout.byName.get(field);
  const value = slot === undefined ? undefined : (p.view(depth) as unknown as Record<string, unknown>)[field];
  if (slot === undefined || value === undefined) return '??';
  if (!how.endsWith('r')) return percentFormat(how, valueText(slot, value, p.view(depth)));
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
  if (sec === undefined) return '??';
  const d = new Date(sec * 1000);
  if (Number.isNaN(d.getTime())) return '??'; // beyond the years that have dates
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}.${String(Math.floor(nsec / 1000)).padStart(6, '0')}`;
}
