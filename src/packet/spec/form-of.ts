/** What the values of a kind are: what it says itself, or what its form and `value` mean. */
import { limits } from './check-default.ts';
import type { Described, Kind, ValueKind } from './field.ts';
import type { MembersForm, ValueForm } from './value-form.ts';

/** Kinds of one value that say by `value` all that there is to say. */
const BY_VALUE: Partial<Record<ValueKind, ValueForm>> = {
  octets: 'octets',
  text: 'text',
  name: 'text',
  float: 'float',
  ipv4: /\d{1,3}(\.\d{1,3}){3}/,
  ipv6: /(?=.*:.*:)[\da-f:.]{2,45}/,
  mac: /[\da-f]{2}(:[\da-f]{2}){5}/,
  'hardware-address': /([\da-f]{2}(:[\da-f]{2})*)?/,
  'protocol-address': /[\da-f:.]*/,
  uuid: /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/,
};

/** What the values of a kind are; undefined where it does not tell. */
export function formOf(kind: Kind): ValueForm | undefined {
  if (kind.holds !== undefined) return kind.holds;
  if (kind.form === 'variable' && kind.number !== undefined) return formOf(kind.number);
  if (kind.form === 'integer') return kind.decode === undefined ? { whole: limits(kind) } : undefined;
  return kind.list === true || kind.value === undefined ? undefined : BY_VALUE[kind.value];
}

/** Whether a field inside another one may be without a value. */
export const mayBeAbsent = (kind: Kind): boolean => kind.form === 'variable' && (kind.present !== undefined || kind.nothing === true);

/** Members that are described as fields. */
export const membersForm = (fields: Readonly<Record<string, Described>>): MembersForm => ({
  members: Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, { field: f }])),
  absent: Object.entries(fields).flatMap(([name, f]) => (mayBeAbsent(f.kind) ? [name] : [])),
});
