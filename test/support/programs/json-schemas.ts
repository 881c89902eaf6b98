/** ajv, a validator of JSON Schemas that others wrote, in its strict mode: it refuses keywords and forms that say nothing. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import type { JsonSchema } from '../../../src/packet/display/json-forms.ts';

/** `optimize` is for code that runs long; what is made here runs a few thousand times. */
const ajv = new Ajv2020({ strict: true, inlineRefs: false, code: { optimize: false } });

export const compiled = (schema: JsonSchema): ValidateFunction => ajv.compile(schema);

/** What is wrong, in a line; empty where nothing is. */
export const faults = (validate: ValidateFunction, value: unknown): string =>
  validate(value) ? '' : ajv.errorsText(validate.errors, { separator: '\n' });
