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

/** `mayBeCut`: the header may end anywhere, and its last fields be missing. @throws ERR_SPEC */
export function checkOrder(fields: readonly Named[], mayBeCut: boolean, refuse: Refuse): void {
  const places = new Map(fields.map(([name], i) => [name, i]));
  const measured = new Set(fields.flatMap(([, { options }]) => namedTargets(options)));
  const counted = new Set(fields.map(([, { options }]) => options.counts));
  let taken: string | undefined;
  /** The field that may have taken all, and the fewest octets that it takes. */
  let mayTake: readonly [name: string, least: number] | undefined;
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
    if (mayTake !== undefined && !mayBeCut && kind.form !== 'variable' && octetsFrom(fields, i) >= mayTake[1])
      refuse(
        name,
        `comes after '${mayTake[0]}', which may take all octets that are left; let a number before it measure '${mayTake[0]}', or make this field optional`,
      );
    if (kind.form !== 'variable' || measured.has(name)) return;
    if (kind.greedy === true && kind.present === undefined) taken = name;
    // What a function decides may know what comes behind.
    const isDecided = kind.present !== undefined && kind.when === undefined;
    if (isDecided || counted.has(name)) return;
    const least = kind.greedy === true || kind.toEnd === true ? 0 : kind.toEnd?.();
    if (least !== undefined) mayTake = [name, least];
  });
}

/** Octets that fields from number `i` on have in every packet. */
function octetsFrom(fields: readonly Named[], i: number): number {
  const bits = fields.slice(i).map(([, { kind }]) => (kind.form === 'integer' ? kind.bits : kind.form === 'fixed' ? 8 * kind.octets : 0));
  return bits.reduce((a, b) => a + b, 0) / 8;
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
