/** A collected record as an object for JSON. */
import { jsonValue } from '../../packet/display/json.ts';
import type { JsonValue } from '../../packet/display/json-given.ts';
import type { CollectedRecord } from './collected.ts';

/** Numbers that a double holds are numbers; larger ones text, as everywhere in this package's JSON. */
function plain(value: unknown): JsonValue {
  if (typeof value === 'bigint' && value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER))
    return Number(value);
  return jsonValue(value);
}

export function collectedJson({ values, ...rest }: CollectedRecord): Record<string, unknown> {
  const made: Record<string, unknown> = { schema: 1 };
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) made[name] = value;
  made['values'] = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(value)]));
  return made;
}
