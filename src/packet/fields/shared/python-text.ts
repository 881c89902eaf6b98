/** Values as Python writes them, for the text that scapy's users know. */
import { escapeOctets, pythonBytes } from '../../../bytes/escape.ts';
import { utf8Octets } from '../../../bytes/text.ts';
import type { Described } from '../../spec/field.ts';
import { Flags } from '../../spec/flags.ts';
import { isView } from '../../spec/view.ts';
import type { View } from '../../spec/spec.ts';
import { CraftedLayer } from '../../spec/crafted.ts';

const quoted = (body: string): string => {
  if (!body.includes("'")) return `'${body}'`;
  return body.includes('"') ? `'${body.replaceAll("'", "\\'")}'` : `"${body}"`;
};

/** Octets as scapy shows a field of them: as text, with what is not ASCII as an escape that Python then escapes again. */
export function pythonOctetText(b: Uint8Array): string {
  let body = '',
    from = 0;
  for (let i = 0; i < b.length; i++) {
    if ((b[i] as number) < 128) continue;
    body += `${escapeOctets(b, from, i)}\\\\x${(b[i] as number).toString(16)}`;
    from = i + 1;
  }
  return quoted(body + escapeOctets(b, from, b.length));
}

/** Text as Python shows it; what is not ASCII as scapy does, by its UTF-8 octets. */
export const pythonText = (s: string): string => pythonOctetText(utf8Octets(s));

/** A value inside a list or a tuple. */
export function pythonValue(v: unknown): string {
  if (v === undefined || v === null) return 'None';
  if (typeof v === 'string') return pythonText(v);
  if (typeof v === 'boolean') return v ? 'True' : 'False';
  if (v instanceof Uint8Array) return pythonBytes(v);
  if (v instanceof Flags) return v.text;
  if (Array.isArray(v)) return pythonList(v);
  if (isView(v)) return recordText(v.$layer.layerName, fieldsOf(v));
  if (v instanceof CraftedLayer) return recordText(v.layer.layerName, Object.entries(v.given));
  if (typeof v === 'object')
    return `{${Object.entries(v)
      .map(([name, x]) => `${pythonText(name)}: ${pythonValue(x)}`)
      .join(', ')}}`;
  return String(v);
}

/** A value inside another one, as the field says that holds it: a name of a number, its own form; else as in a list. */
export function memberText({ kind, options }: Described, v: unknown): string {
  const name = typeof v === 'number' ? options.names?.name(v) : undefined;
  return name ?? (v === undefined || v === null ? 'None' : isView(v) ? viewText(v) : (kind.format?.(v) ?? pythonValue(v)));
}

/** A record whose numbers have their names. */
const viewText = (view: View): string =>
  recordText(
    view.$layer.layerName,
    fieldsOf(view).map(([name, x]) => [name, memberText(view.$layer.layout.byName.get(name) as Described, x)] as const),
    String,
  );

const fieldsOf = (view: View): (readonly [string, unknown])[] =>
  view.$layer.layout.slots
    .map(({ name }) => [name, (view as unknown as Record<string, unknown>)[name]] as const)
    .filter(([, x]) => x !== undefined);

/** A record inside an option, as scapy shows a packet inside a field: `<NDMtu  res=0 mtu=1500 |>`. */
const recordText = (name: string, fields: readonly (readonly [string, unknown])[], textOf = pythonValue): string =>
  `<${name} ${fields.map(([field, x]) => ` ${field}=${textOf(x)}`).join('')} |>`;

export const pythonList = (v: readonly unknown[]): string => `[${v.map(pythonValue).join(', ')}]`;

/** Several values that stand together: `(1, 2)`. */
export const pythonTuple = (v: readonly unknown[]): string => `(${v.map(pythonValue).join(', ')}${v.length === 1 ? ',' : ''})`;
