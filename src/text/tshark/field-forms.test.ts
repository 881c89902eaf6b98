import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fieldNames } from '../../filter/field-names.ts';
import { protocols } from '../../protocols/protocols.ts';
import { fieldForms } from './field-forms.ts';
import type { FieldForms } from './forms/form.ts';

const folder = new URL('./forms/', import.meta.url);

it('every form is of a field that some layer has, and stands once, in the table', async () => {
  const known = fieldNames(protocols);
  const files = readdirSync(folder).filter((name) => name !== 'form.ts');
  const all: string[] = [];
  for (const file of files)
    for (const forms of Object.values((await import(new URL(file, folder).href)) as Record<string, FieldForms>))
      all.push(...Object.keys(forms));
  expect(all.filter((name) => !known.has(name))).toEqual([]);
  expect([...all].sort()).toEqual(Object.keys(fieldForms).sort());
});
