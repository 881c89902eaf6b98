/** Where two packets differ: fields by their names, and octets. */
import { equalOctets } from '../bytes/equal-octets.ts';
import { hexdiff } from '../packet/display/hexdiff.ts';
import { presentFields } from '../packet/display/value-text.ts';
import { objectOf } from '../packet/object/packet-object.ts';
import type { Packet } from '../packet/laid/packet.ts';
import type { AnyLayer, View } from '../packet/spec/spec.ts';
import { dissect } from '../protocols/protocols.ts';
import { fieldText } from './wanted.ts';

/** Octets of a packet that are to be: a packet, or octets as they were captured. */
export type ExpectedPacket = Packet | Uint8Array;

/** The differences, a line each; empty where the octets are the same. */
export function differences(p: Packet, expected: ExpectedPacket): string[] {
  const octets = expected instanceof Uint8Array ? expected : expected.bytes;
  if (equalOctets(p.bytes, octets)) return [];
  const other = expected instanceof Uint8Array ? dissect(octets, p.layers()[0] as AnyLayer) : expected;
  const [ours, theirs] = [viewsOf(p), viewsOf(other)];
  const lines: string[] = [];
  for (let i = 0; i < Math.max(ours.length, theirs.length); i++) {
    const [a, b] = [ours[i], theirs[i]];
    if (a?.$layer !== b?.$layer) {
      lines.push(`layer ${i + 1}: ${a?.$layer.layerName ?? 'none'}, not ${b?.$layer.layerName ?? 'none'}`);
      break;
    }
    if (a !== undefined && b !== undefined) lines.push(...fieldDifferences(a, b));
  }
  return [...lines, ...hexdiff(p.bytes, octets).trimEnd().split('\n')];
}

function fieldDifferences(a: View, b: View): string[] {
  const names = new Set([...presentFields(a), ...presentFields(b)].map(({ slot }) => slot.name));
  return [...names].flatMap((name) => {
    const [is, wanted] = [fieldText(a, name), fieldText(b, name)];
    return is === wanted ? [] : [`${a.$layer.layerName}.${name}: ${is}, not ${wanted}`];
  });
}

/** A view of each layer, the outermost first. */
function viewsOf(p: Packet): View[] {
  const seen = new Map<AnyLayer, number>();
  return objectOf(p)
    .layers()
    .map((layer) => {
      const nth = (seen.get(layer) ?? 0) + 1;
      seen.set(layer, nth);
      return p.get(layer, nth) as View;
    });
}
