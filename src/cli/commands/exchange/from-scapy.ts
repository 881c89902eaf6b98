/** Packets in scapy's notation, for people who know it: how the same is written here. */

/** What stands where the values cannot be carried over. */
const EXAMPLE = 'packet(IP({ dst: "192.0.2.1" }), ICMP())';

/** A layer with its values: `IP(dst="192.0.2.1")`. */
const LAYER = /^([A-Z]\w*)\((.*)\)$/s;
/** A value that means the same in both languages. */
const SAME = /^(?:"[^"\\]*"|'[^'\\]*'|-?\d+(?:\.\d+)?|0x[\da-f]+|\[(?:\s*(?:\d+|"[^"\\]*"|'[^'\\]*')\s*,?)*\])$/i;
const TEXT = /^(?:"[^"\\]*"|'[^'\\]*')$/;

/** The expression in our words, or an example of them; undefined where it is not scapy's. */
export function fromScapy(text: string): string | undefined {
  const parts = split(text.trim(), '/');
  const isStack = parts.length > 1 && parts.some((part) => LAYER.test(part));
  const hasNamed = parts.some((part) => split(LAYER.exec(part)?.[2] ?? '', ',').some((value) => /^\w+\s*=(?![=>])/.test(value)));
  if (!isStack && !hasNamed) return undefined;
  const ours = parts.map(layerOf);
  return ours.includes(undefined) ? EXAMPLE : `packet(${ours.join(', ')})`;
}

function layerOf(part: string): string | undefined {
  if (TEXT.test(part)) return part;
  const [, name, values] = LAYER.exec(part) ?? [];
  if (name === undefined || values === undefined) return undefined;
  if (values.trim() === '') return `${name}()`;
  const fields: string[] = [];
  for (const value of split(values, ',')) {
    const [, field, given = ''] = /^(\w+)\s*=\s*(.*)$/s.exec(value) ?? [];
    if (field === undefined || !SAME.test(given)) return undefined;
    fields.push(`${field}: ${given}`);
  }
  return `${name}({ ${fields.join(', ')} })`;
}

/** At a mark that stands in no brackets and no quotes. */
function split(text: string, mark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quote = '';
  let part = '';
  for (const c of text) {
    if (quote === '' && depth === 0 && c === mark) {
      parts.push(part.trim());
      part = '';
      continue;
    }
    if (quote !== '') quote = c === quote ? '' : quote;
    else if (c === '"' || c === "'") quote = c;
    else if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    part += c;
  }
  parts.push(part.trim());
  return parts;
}
