/** `packet(...)` and `dissect(...)` for a registry. */
import { checkOptions, type OptionNames } from '../bytes/known-options.ts';
import { dissectorOf } from './object/dissector.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import type { AnyLayer, Crafted, Layer } from './spec/spec.ts';
import type { Packet, PacketWith, Part } from './laid/packet.ts';
import { PacketObject } from './object/packet-object.ts';
import type { Session } from './object/session.ts';
import { Registry } from './chain/registry.ts';
import { stepsOf } from './chain/steps.ts';
import { isLaid } from './laid/laid.ts';
import { shown } from './spec/wants.ts';
import { isTemplatePart, type Template, TemplateObject } from './templates/template.ts';

/** What making packets may be told. */
export interface PacketOptions {
  /**
   * Which layers follow which, so that they are built with their own numbers. Copies, changed packets, templates, JSON and answers have
   * it, too. Default: that of a packet among the parts, else that of this package.
   */
  readonly registry: Registry;
}

/** Makes packets of parts. */
export interface PacketFunction {
  <N extends string = never, T extends string = never, X extends string = never, B extends number = never>(
    ...parts: readonly PartOf<N, T, X, B>[]
  ): PacketOf<N | RawOf<X | B>, T>;
  <N extends string = never, T extends string = never, X extends string = never, B extends number = never>(
    ...parts: readonly [...parts: PartOf<N, T, X, B>[], options: PacketOptions]
  ): PacketOf<N | RawOf<X | B>, T>;
}

/**
 * A part, written so that one inference finds what all parts of a call are: layers' names and packets' (`N`), whether one stands for many
 * (`T`), text (`X`), octets (`B`; by members that nothing else has). A look at each part costs the compiler three times as much (bench task `types`).
 */
type PartOf<N extends string, T extends string, X extends string, B extends number> =
  | Crafted<N, T>
  | PacketWith<N, never>
  | { charCodeAt(at: number): number; trim(): X }
  | (Uint8Array & { readonly BYTES_PER_ELEMENT: B });

/** Text and octets are a Raw. */
type RawOf<R> = [R] extends [never] ? never : 'Raw';

/** A Template when a part has a set or a random value in it, else a Packet. Parts of which no more is known make a Packet. */
export type PacketOf<N extends string, T extends string> = string extends T ? Packet<N> : 'many' extends T ? Template<N> : Packet<N>;

const isOptions = (part: unknown): part is PacketOptions =>
  typeof part === 'object' &&
  part !== null &&
  (part as { registry?: unknown }).registry instanceof Registry &&
  // These have a registry, too.
  !isLaid(part) &&
  !(part instanceof TemplateObject);

/** What dissecting may be told. */
export interface DissectOptions {
  /** Which layers follow which; default: those of this package. */
  readonly registry?: Registry;
  /** What earlier packets said, and where this one's word goes. Default: every packet on its own. */
  readonly session?: Session;
}

const DISSECT_OPTIONS: OptionNames<DissectOptions> = { registry: true, session: true };
const NO_OPTIONS: DissectOptions = {};

function checkDissect(options: DissectOptions): void {
  checkOptions('dissect', options, DISSECT_OPTIONS);
  const { registry, session } = options;
  if (registry !== undefined && !(registry instanceof Registry))
    throw new PacketwrightError('ERR_VALUE', `dissect: 'registry' is ${shown(registry)}; give protocols.with(…)`, { value: registry });
  // By what it does: who needs no session does not load its class.
  if (session !== undefined && typeof (session as Partial<Session> | null)?.read !== 'function')
    throw new PacketwrightError('ERR_VALUE', `dissect: 'session' is ${shown(session)}; give new Session()`, { value: session });
}

/** Finds the layers in octets. */
export type DissectFunction = (octets: Uint8Array, first?: AnyLayer, options?: DissectOptions) => Packet;

/** A packet inside brings its registry: that of the outermost one that has another than the usual. */
function broughtBy(parts: readonly unknown[], usual: Registry): Registry {
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if ((part instanceof PacketObject || part instanceof TemplateObject) && part.registry !== usual) return part.registry;
  }
  return usual;
}

/** The `packet` function of a registry. */
export function packetFunction(usual: Registry): PacketFunction {
  return ((...given: readonly (Part | PacketOptions)[]) => {
    const last = given[given.length - 1];
    const told = isOptions(last);
    const parts = (told ? given.slice(0, -1) : given) as readonly Part[];
    const registry = told ? last.registry : broughtBy(parts, usual);
    for (let i = 0; i < parts.length; i++) if (isTemplatePart(parts[i])) return new TemplateObject(registry, parts);
    return PacketObject.planned(registry, parts);
  }) as unknown as PacketFunction;
}

/** The `dissect` function of a registry, for octets that begin with layer `usual` when nothing else is said. */
export function dissectFunction(usual: Registry, usualFirst: Layer<string, any, any>): DissectFunction {
  return (octets, first = usualFirst, options = NO_OPTIONS) => {
    if (!(octets instanceof Uint8Array))
      throw new PacketwrightError('ERR_VALUE', `dissect takes octets (Uint8Array), not ${typeof octets}`);
    if (typeof first !== 'function')
      throw new PacketwrightError(
        'ERR_VALUE',
        `dissect takes the first layer itself, not ${typeof first === 'string' ? `'${String(first)}'` : typeof first}`,
        {
          value: first,
          remedy: `dissect(octets, ${typeof first === 'string' ? String(first) : 'Ether'})`,
        },
      );
    if (options !== NO_OPTIONS) checkDissect(options);
    const registry = options.registry ?? usual;
    // One that nothing there leads to is found all the same, where it is named.
    stepsOf(registry).learn(first);
    const p = dissectorOf(registry)(octets, 0, octets.length, first.id) as unknown as Packet;
    return options.session === undefined ? p : options.session.read(p);
  };
}
