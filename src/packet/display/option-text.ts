/** The value of an option in words: numbers with their names, as its list of options describes it. */
import { pythonValue } from '../fields/shared/python-text.ts';
import type { Described, Kind } from '../spec/field.ts';
import type { ValueForm } from '../spec/value-form.ts';

/** What is said of an option's value, by the list's kind and the option's name. */
export function optionText(list: Kind, name: unknown, value: unknown): string {
  const described = list.form === 'variable' && typeof name === 'string' ? list.optionValue?.(name) : undefined;
  return described === undefined ? pythonValue(value) : named(described, value);
}

function named({ kind, options }: Described, value: unknown): string {
  if (typeof value === 'number') {
    const name = options.names?.name(value);
    return name === undefined ? pythonValue(value) : `${name} (${value})`;
  }
  const { holds } = kind;
  const item = typeof holds === 'object' && 'list' in holds ? itemIn(holds.list) : undefined;
  return item === undefined || !Array.isArray(value) ? pythonValue(value) : `[${value.map((one) => named(item, one)).join(', ')}]`;
}

/** The field of a list's items; octets may stand besides. */
const itemIn = (form: ValueForm): Described | undefined => {
  if (typeof form !== 'object' || form instanceof RegExp) return undefined;
  if ('either' in form) return form.either.map(itemIn).find((one) => one !== undefined);
  return 'field' in form ? (form.field as Described) : undefined;
};
