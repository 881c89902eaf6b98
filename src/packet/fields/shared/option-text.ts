/** A list of options as scapy shows it. */
import { pythonTuple, pythonValue } from './python-text.ts';

/** `[('MSS', 1460), ('NOP', None), ('SAckOK', b'')]`: an option without a length octet has None, one with a length and no value none. */
export function optionTuples(entries: readonly (readonly unknown[])[], marks: ReadonlySet<unknown>): string {
  if (entries.length === 0) return "''";
  return `[${entries.map(([name, value]) => `(${pythonValue(name)}, ${value === undefined ? (marks.has(name) ? 'None' : "b''") : Array.isArray(value) ? pythonTuple(value) : pythonValue(value)})`).join(', ')}]`;
}
