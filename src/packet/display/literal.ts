/** Values as TypeScript source. */
import { toHex } from '../../bytes/hex.ts';
import { HostName } from '../fields/addresses.ts';
import { Flags } from '../spec/flags.ts';
import { isView } from '../spec/view.ts';
import { isCrafted } from '../spec/crafted.ts';
import type { Slot } from '../spec/slot.ts';
import { ValueSet, Volatile } from '../spec/several.ts';
import { auto } from '../spec/spec.ts';

const ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', "'": "\\'", '\\': '\\\\' };

/** Text in single quotes. */
export function stringLiteral(s: string): string {
  return `'${s.replace(/['\\]|[^\x20-\x7e]/gu, (c) => {
    const known = ESCAPES[c];
    if (known !== undefined) return known;
    const n = c.codePointAt(0) as number;
    return n < 256
      ? `\\x${n.toString(16).padStart(2, '0')}`
      : n < 65_536
        ? `\\u${n.toString(16).padStart(4, '0')}`
        : `\\u{${n.toString(16)}}`;
  })}'`;
}

/** Octets: as text where all of them are printable ASCII or line ends, for a text is UTF-8 then and there. */
export function octetLiteral(b: Uint8Array): string {
  if (b.length > 0 && b.every((x) => (x >= 32 && x < 127) || x === 9 || x === 10 || x === 13))
    return stringLiteral(String.fromCharCode(...b.subarray(0, 4096)) + (b.length > 4096 ? new TextDecoder().decode(b.subarray(4096)) : ''));
  return `fromHex('${toHex(b)}')`;
}

/** A value as source; `slot` says how the field's numbers are written. */
export function literal(v: unknown, slot?: Slot): string {
  if (v === auto) return 'auto';
  if (v instanceof Flags) return flagsLiteral(v);
  if (v instanceof HostName) return `host(${stringLiteral(v.name)})`;
  // Octets that stand for a text that is not whole stay octets, as do those inside lists: a text would be another value.
  if (v instanceof Uint8Array) return slot?.kind.value === 'octets' ? octetLiteral(v) : `fromHex('${toHex(v)}')`;
  if (v instanceof Volatile) return v.text;
  if (v instanceof ValueSet) return v.text ?? `oneOf(${literal([...v], slot)})`;
  if (isView(v))
    return recordLiteral(
      v.$layer.layerName,
      Object.fromEntries(v.$layer.layout.slots.map(({ name }) => [name, (v as unknown as Record<string, unknown>)[name]])),
    );
  if (isCrafted(v)) return recordLiteral(v.layer.layerName, v.given, v.layer.layout.byName);
  if (Array.isArray(v)) return `[${v.map((x) => literal(x)).join(', ')}]`;
  switch (typeof v) {
    case 'string':
      return stringLiteral(v);
    case 'bigint':
      return `${v}n`;
    case 'number':
      return slot?.options.hex && v > 9 && Number.isInteger(v) ? `0x${v.toString(16)}` : Object.is(v, -0) ? '-0' : String(v);
    case 'object':
      return v === null
        ? 'null'
        : `{ ${Object.entries(v)
            .map(([k, x]) => `${key(k)}: ${literal(x)}`)
            .join(', ')} }`;
    default:
      return String(v);
  }
}

/** `IP({ dst: '192.0.2.1' })` */
export function recordLiteral(name: string, given: Readonly<Record<string, unknown>>, slots?: ReadonlyMap<string, Slot>): string {
  const fields = Object.entries(given)
    .filter(([, v]) => v !== undefined)
    .map(([k, v]) => `${key(k)}: ${literal(v, slots?.get(k))}`);
  return fields.length === 0 ? `${name}()` : `${name}({ ${fields.join(', ')} })`;
}

const key = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : stringLiteral(name));

/** As text where the text says all; bits without a name need the number. */
function flagsLiteral(f: Flags): string {
  return f.isExact ? stringLiteral(f.text) : `0x${f.value.toString(16)}`;
}
