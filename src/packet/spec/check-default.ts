/** Refuses defaults that their fields cannot hold: nobody would notice before a packet is built, or is on the wire. */
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Field, FieldPlace, IntegerKind, VariableKind } from './field.ts';
import { OctetWriter } from './octet-writer.ts';
import { shown } from './wants.ts';

type Refuse = (field: string | undefined, what: string) => never;

/** The least and the greatest number that a kind holds. */
export const limits = ({ signed, bits }: Pick<IntegerKind, 'signed' | 'bits'>): readonly [low: number, high: number] =>
  signed ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1];

/** @throws ERR_SPEC */
export function checkDefault(name: string, { kind, options }: Field<any, any>, refuse: Refuse): void {
  if (kind.form === 'integer') {
    checkNumber(name, kind, options.default ?? kind.initial, refuse);
    return;
  }
  const given = options.default;
  if (given === undefined) return;
  try {
    if (kind.form === 'fixed') kind.write(new Uint8Array(kind.octets), 0, given);
    else writeOnce(kind, given);
  } catch (error) {
    // A name that only a host can look up may be one; a layer that is declared further down cannot be asked yet.
    if (error instanceof ReferenceError || (error instanceof PacketwrightError && error.code === 'ERR_UNRESOLVED')) return;
    refuse(name, `its default ${shown(given)} is not valid: ${(error as Error).message}`);
  }
}

function checkNumber(name: string, kind: IntegerKind, initial: unknown, refuse: Refuse): void {
  if (initial === undefined) return;
  let x: unknown;
  try {
    x = kind.encode(initial);
  } catch (error) {
    refuse(name, `its default is not valid: ${(error as Error).message}`);
  }
  const [low, high] = limits(kind);
  if (!Number.isSafeInteger(x) || (x as number) < low || (x as number) > high)
    refuse(name, `its default ${shown(initial)} does not fit ${kind.bits} bits; give ${low} to ${high}`);
}

let scratch: OctetWriter | undefined;
let isWriting = false;

/** Writes a default where nobody reads it. What depends on other fields of the layer, which have no values here, may be right all the same. */
function writeOnce(kind: VariableKind, value: unknown): void {
  // A record may hold its like, whose default is the same.
  if (isWriting) return;
  let isAsked = false;
  const self = new Proxy(
    {},
    {
      get: () => {
        isAsked = true;
      },
    },
  );
  scratch ??= new OctetWriter();
  scratch.begin();
  const { start } = scratch;
  const place: FieldPlace = { self, start, origin: start, size: undefined, count: undefined };
  isWriting = true;
  try {
    kind.write(scratch, value, place);
  } catch (error) {
    if (!isAsked) throw error;
  } finally {
    isWriting = false;
    scratch.abandon();
  }
}
