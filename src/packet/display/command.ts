/** `command()`: TypeScript that builds a packet. */
import { equalOctets } from '../../bytes/equal-octets.ts';
import { toHex } from '../../bytes/hex.ts';
import { isVerbatim } from '../laid/decompose.ts';
import { isView } from '../spec/view.ts';
import type { View, AnyLayer, Crafted } from '../spec/spec.ts';
import { CraftedLayer } from '../spec/crafted.ts';
import type { Part } from '../laid/packet.ts';
import { isLaid, type Laid } from '../laid/laid.ts';
import { isRaw, Raw } from '../layer/raw.ts';
import { octetLiteral, recordLiteral, stringLiteral } from './literal.ts';
import { presentFields } from './value-text.ts';

/** So often is a packet built to see which values it can do without, and so many octets altogether; what is not tried is written. */
const TRIALS = 600;
const BUILT_OCTETS = 1 << 19;

/**
 * The packet as source: `packet(Ether({ dst: … }), IP({ … }), TCP({ dport: 443 }))`. A crafted packet is written with what
 * was given. Of a dissected one all is left out that comes out the same without it: defaults, lengths and checksums that
 * are right; of a long packet with many values, as many as a fixed amount of work finds. Where the values read do not build the same octets, `dissect(fromHex('…'), Ether)` does.
 * A registry of the user's own is named where `packet` makes other octets without it: the program that runs this has it.
 */
export function commandText(p: Laid): string {
  const given = p.craftedParts();
  if (given.length > 0 && !given.some(isVerbatim)) return partsText(given, needsRegistry(p, given));
  const { bytes } = p;
  const parts = p.layers().map((layer, i) => partOf(layer, p.view(i)));
  const same = (): boolean => {
    try {
      return equalOctets(p.of(parts).bytes, bytes);
    } catch {
      return false;
    }
  };
  if (!same()) {
    const options = p.ofBase([]) === undefined ? '' : `, ${REGISTRY}`;
    return `dissect(fromHex('${toHex(bytes)}'), ${(p.layers()[0] ?? Raw).layerName}${options})`;
  }
  const trials = Math.min(TRIALS, Math.floor(BUILT_OCTETS / Math.max(bytes.length, 1)));
  let tried = 0;
  for (const part of parts) if (part instanceof CraftedLayer) shorten(part, () => tried++ < trials && same());
  return partsText(parts, needsRegistry(p, parts));
}

const REGISTRY = '{ registry }';

/** Whether these parts make other octets in the registry that the packet's was made of, or cannot be tried. */
export function needsRegistry(p: Laid, parts: readonly Part[]): boolean {
  const usual = p.ofBase(parts);
  if (usual === undefined) return false;
  try {
    return !equalOctets(usual.bytes, p.of(parts).bytes);
  } catch {
    return true;
  }
}

/** Source that makes a packet, or a template, of these parts. */
export const partsText = (parts: readonly Part[], hasRegistry: boolean): string =>
  `packet(${[...parts.map(partText), ...(hasRegistry ? [REGISTRY] : [])].join(', ')})`;

function partText(part: Part): string {
  if (typeof part === 'string') return stringLiteral(part);
  if (part instanceof Uint8Array) return octetLiteral(part);
  if (isLaid(part)) return part.command();
  const { layer, given } = part as Crafted;
  return recordLiteral(layer.layerName, given, layer.layout.byName);
}

const partOf = (layer: AnyLayer, view: View): Part =>
  isRaw(layer) ? (view as unknown as { load: Uint8Array }).load : (craftedFrom(view) as unknown as Part);

/** A view's values, records inside as crafted layers of their own. */
function craftedFrom(view: View): CraftedLayer {
  const given: Record<string, unknown> = {};
  for (const { slot, value } of presentFields(view))
    given[slot.name] = isView(value)
      ? craftedFrom(value)
      : Array.isArray(value)
        ? value.map((x) => (isView(x) ? craftedFrom(x) : x))
        : value;
  return new CraftedLayer(view.$layer, view.$layer.id, given);
}

/** Leaves out what can be left out. What a host would fill in stays: sent again, the packet shall have the same addresses. */
function shorten(part: CraftedLayer, still: () => boolean): void {
  const given = part.given as Record<string, unknown>;
  for (const [name, value] of Object.entries(given)) {
    if (part.layer.layout.byName.get(name)?.options.fill !== undefined) continue;
    delete given[name];
    if (still()) continue;
    given[name] = value;
    for (const x of Array.isArray(value) ? value : [value]) if (x instanceof CraftedLayer) shorten(x, still);
  }
  // Wire order again: values that were put back stand last.
  for (const { name } of part.layer.layout.slots) {
    if (!(name in given)) continue;
    const value = given[name];
    delete given[name];
    given[name] = value;
  }
}
