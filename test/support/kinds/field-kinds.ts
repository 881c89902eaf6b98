/** Every kind of field. */
import type { KindCase } from './kind-case.ts';
import { NUMBER_KINDS } from './number-kinds.ts';
import { TEXT_KINDS } from './text-kinds.ts';
import { VARIABLE_KINDS } from './variable-kinds.ts';

export type { KindCase };
export const KINDS: readonly KindCase[] = [...NUMBER_KINDS, ...TEXT_KINDS, ...VARIABLE_KINDS];
