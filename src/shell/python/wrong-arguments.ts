/** What JavaScript says when a function meets an argument that it did not expect, in words of who called it. */
import { typeError } from './errors.ts';
import { typeName } from './kinds.ts';

/** JavaScript's own words about a value of another kind. */
const OF_JAVASCRIPT =
  / is not a function(?: or its return value is not iterable)?$| is not iterable\b|^Cannot (?:read|set) properties of |^Cannot convert |^Cannot use 'in' operator/;

/**
 * The error to be thrown instead, with the place of the first one.
 * @param usage the function with its parameters; or how many it must have
 */
export function wrongArguments(error: unknown, positions: readonly unknown[], usage: string | number): unknown {
  if (!(error instanceof TypeError) || Object.getPrototypeOf(error) !== TypeError.prototype || !OF_JAVASCRIPT.test(error.message))
    return error;
  const told = typeError(typeof usage === 'string' ? `${usage} cannot take (${kinds(positions)})` : countText(positions, usage));
  told.cause = error;
  if (error.stack !== undefined) told.stack = error.stack;
  return told;
}

const kinds = (positions: readonly unknown[]): string => positions.map(typeName).join(', ');

function countText(positions: readonly unknown[], least: number): string {
  if (positions.length >= least) return `the function cannot take (${kinds(positions)})`;
  return `the function takes ${least} argument${least === 1 ? '' : 's'} at least, and ${positions.length} ${positions.length === 1 ? 'was' : 'were'} given`;
}
