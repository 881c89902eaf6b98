/** What the entries of a list of options are, for who describes values. */
import type { Described } from '../../spec/field.ts';
import { orOctets, type ValueForm, wholeForm } from '../../spec/value-form.ts';
import type { OptionHead } from '../option-heads.ts';
import { MORE } from './joined-options.ts';

/** What of a list's form tells it. */
interface Listed {
  readonly kinds: Readonly<Record<number, { readonly name: string; readonly value: Described | undefined }>>;
  readonly typeOctets?: 1 | 2;
  readonly head?: Pick<OptionHead<unknown, number | bigint>, 'holds'>;
  readonly joins?: boolean;
}

/** Of a head that does not say. */
const UNTOLD: NonNullable<OptionHead['holds']> = { extra: 'anything' };

/** `['MSS', 1460]`, `['NOP']`, `[99, octets]`; a third part is what the head says besides, where that is unusual. */
export function entriesForm({ kinds, typeOctets = 1, head, joins = false }: Listed): ValueForm {
  const { type = { whole: [0, Number.MAX_SAFE_INTEGER] }, extra } =
    head === undefined ? { type: wholeForm(8 * typeOctets) } : (head.holds ?? UNTOLD);
  const known = Object.values(kinds).flatMap(({ name, value }): (readonly ValueForm[])[] => {
    const word = { word: name };
    return value === undefined ? [[word], [word, 'octets']] : [[word, orOctets({ field: value })]];
  });
  const entries: readonly (readonly ValueForm[])[] = [...known, [type, 'octets']];
  const headed = extra === undefined ? [] : entries.flatMap((entry) => (entry.length > 1 ? [[...entry, extra]] : []));
  const others: (readonly ValueForm[])[] = [
    [{ word: 'malformed' }, 'octets'],
    [{ word: 'padding' }, 'octets'],
  ];
  if (joins) others.push([{ word: MORE }, { tuple: [{ either: ['text', type] }, wholeForm(8)] }]);
  return { list: { either: [...entries, ...headed, ...others].map((tuple) => ({ tuple })) } };
}
