/** SVCB and HTTPS as RFC 9460 §2.1 writes them. */
import type { RdataOf } from '../../protocols/application/dns/rdata.ts';
import { base64, escaped, nameText, quoted } from './words.ts';

type Params = RdataOf<'SVCB'>['params'];

/** RFC 9460 §14.3.2. The further keys are written as `dig` 9.18 has them, by number. */
const KEYS = ['mandatory', 'alpn', 'no-default-alpn', 'port', 'ipv4hint', 'ech', 'ipv6hint'];
const LATER: Readonly<Record<string, number>> = { dohpath: 7, ohttp: 8 };

export function serviceText({ priority, target, params }: RdataOf<'SVCB'>): string {
  return [String(priority), nameText(target), ...params.map(paramText)].join(' ');
}

function paramText([name, value]: Params[number]): string {
  const key = typeof name === 'number' ? `key${name}` : name in LATER ? `key${LATER[name]}` : String(name);
  if (value === undefined) return key;
  if (value instanceof Uint8Array) {
    if (name === 'ech') return `${key}=${base64(value)}`;
    return value.length === 0 ? key : `${key}=${quoted(value)}`;
  }
  if (name === 'mandatory') return `${key}=${(value as readonly number[]).map((n) => KEYS[n] ?? `key${n}`).join(',')}`;
  // Commas and backslashes of an item are escaped as of a list, then the whole as a string (RFC 9460 §A.1).
  if (name === 'alpn')
    return `${key}="${(value as readonly (string | Uint8Array)[]).map((id) => escaped(id).replace(/\\|,/g, '\\$&')).join(',')}"`;
  if (Array.isArray(value)) return `${key}=${value.join(',')}`;
  return typeof value === 'string' ? `${key}=${quoted(value)}` : `${key}=${String(value)}`;
}
