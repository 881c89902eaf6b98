/** The value of an option in words: numbers with their names, as its list of options describes it. */
import { pythonValue } from '../fields/shared/python-text.ts';
import type { Described, Kind } from '../spec/field.ts';
import { formOf } from '../spec/form-of.ts';
import type { ValueForm } from '../spec/value-form.ts';

/** What is said of an option's value, by the list's kind and the option's name. */
export function optionText(list: Kind, name: unknown, value: unknown): string {
  const described = fieldIn(formOf(list), name);
  return described === undefined ? pythonValue(value) : named(described, value);
}

/** The field that holds the value of the option of that name. */
function fieldIn(form: ValueForm | undefined, name: unknown): Described | undefined {
  if (typeof form !== 'object' || form instanceof RegExp) return undefined;
  if ('later' in form) return fieldIn(form.later(), name);
  if ('list' in form) return fieldIn(form.list, name);
  if ('either' in form) return first(form.either, (one) => fieldIn(one, name));
  if (!('tuple' in form)) return undefined;
  const [word, ...values] = form.tuple;
  return typeof word === 'object' && 'word' in word && word.word === name ? first(values, describedIn) : undefined;
}

const describedIn = (form: ValueForm): Described | undefined => {
  if (typeof form !== 'object' || form instanceof RegExp) return undefined;
  if ('either' in form) return first(form.either, describedIn);
  return 'field' in form ? (form.field as Described) : undefined;
};

function first<T, R>(all: readonly T[], find: (one: T) => R | undefined): R | undefined {
  for (const one of all) {
    const found = find(one);
    if (found !== undefined) return found;
  }
  return undefined;
}

function named({ kind, options }: Described, value: unknown): string {
  if (typeof value === 'number') {
    const name = options.names?.name(value);
    return name === undefined ? pythonValue(value) : `${name} (${value})`;
  }
  if (!Array.isArray(value)) return pythonValue(value);
  const form = formOf(kind);
  const item = typeof form === 'object' && 'list' in form ? describedIn(form.list) : undefined;
  return item === undefined ? pythonValue(value) : `[${value.map((one) => named(item, one)).join(', ')}]`;
}
