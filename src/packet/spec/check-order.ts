/** Refuses fields that could be built but never be read: what stands where the octets cannot tell it. */
import type { Field, FieldOptions } from './field.ts';

type Named = readonly [name: string, f: Field<any, any>];
type Refuse = (field: string | undefined, what: string) => never;

const WHOLES = ['layer', 'header', 'payload'];

/** The fields that a number measures by their names. */
export function namedTargets({ measures }: FieldOptions): readonly string[] {
  if (measures === undefined || (typeof measures === 'string' && WHOLES.includes(measures))) return [];
  return [measures].flat();
}

/** @throws ERR_SPEC */
export function checkOrder(fields: readonly Named[], refuse: Refuse): void {
  const places = new Map(fields.map(([name], i) => [name, i]));
  const measured = new Set(fields.flatMap(([, { options }]) => namedTargets(options)));
  let taken: string | undefined;
  fields.forEach(([name, { kind, options }], i) => {
    const isBehind = (target: string): boolean => (places.get(target) ?? i) < i;
    const { counts, loose } = options;
    for (const target of namedTargets(options))
      if (isBehind(target))
        refuse(name, `measures '${target}', which comes before it, so the length is read too late; put the length first`);
    if (counts !== undefined && loose !== true && isBehind(counts))
      refuse(name, `counts '${counts}', which comes before it, so the count is read too late; put the count first`);
    // A function may know octets that were left of a header behind what took them (quotes do).
    const isFree = kind.form === 'variable' && kind.present !== undefined && kind.when === undefined;
    if (taken !== undefined && !isFree)
      refuse(
        name,
        `comes after '${taken}', which takes all octets that are left; let a number before it measure '${taken}', or put '${taken}' last`,
      );
    if (kind.form === 'variable' && kind.greedy === true && kind.present === undefined && !measured.has(name)) taken = name;
  });
}

/** Roles that only one field can have, where both are always there. */
export function checkChecksums(fields: readonly Named[], refuse: Refuse): void {
  const seen = new Map<string, string>();
  for (const [name, { kind, options }] of fields) {
    const { checksums } = options;
    if (checksums === undefined || kind.form !== 'integer') continue;
    const other = seen.get(checksums);
    if (other !== undefined) refuse(name, `is a checksum of the ${checksums}, and so is '${other}'; remove one of them`);
    seen.set(checksums, name);
  }
}
