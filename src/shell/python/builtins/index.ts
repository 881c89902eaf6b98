/** The names that are there without an import. */
import { propertyType } from '../callable.ts';
import { NOT_IMPLEMENTED } from '../equal.ts';
import { exceptionNames } from '../errors.ts';
import { ELLIPSIS } from '../kinds.ts';
import type { Session } from '../session.ts';
import * as types from '../types.ts';
import { numberFunctions } from './numbers.ts';
import { objectFunctions } from './objects.ts';
import { sequenceFunctions } from './sequences.ts';
import { sessionFunctions } from './session.ts';

export function builtinNames(session: Session): Map<string, unknown> {
  const names = exceptionNames();
  const kinds = [
    types.objectType,
    types.typeType,
    types.intType,
    types.boolType,
    types.floatType,
    types.strType,
    types.bytesType,
    types.bytearrayType,
    types.listType,
    types.tupleType,
    types.dictType,
    types.setType,
    types.frozensetType,
    types.rangeType,
    types.sliceType,
    propertyType,
  ];
  for (const kind of kinds) names.set(kind.name, kind);
  // Python 2's names.
  for (const [old, now] of [
    ['long', types.intType],
    ['unicode', types.strType],
    ['basestring', types.strType],
    ['xrange', types.rangeType],
  ] as const)
    names.set(old, now);
  names.set('None', null).set('True', true).set('False', false).set('Ellipsis', ELLIPSIS).set('NotImplemented', NOT_IMPLEMENTED);
  names.set('__name__', '__main__').set('__debug__', true);
  for (const table of [numberFunctions, objectFunctions, sequenceFunctions, sessionFunctions(session)])
    for (const [name, value] of Object.entries(table)) names.set(name, value);
  return names;
}
