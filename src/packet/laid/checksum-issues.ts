/** Checksums of a packet that are wrong, or cannot be checked. */
import type { Frame } from '../chain/frame.ts';
import { carriesPart } from './carries-part.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { computed, isPartial, onCopy } from './judge.ts';
import type { Laid } from './laid.ts';
import type { PacketIssue } from './packet.ts';

/** Outermost first. What was left to the network card is not wrong; a sum of 0 where that means none is none. */
export function checksumIssues(p: Laid): PacketIssue[] {
  p.bytes;
  const frame = p.frame();
  const issues: PacketIssue[] = [];
  onCopy(frame, p.shape, () => {
    p.shape.layers.forEach((layer, i) => {
      // A quoted packet is cut by design (RFC 792).
      if (layer.spec.quotes !== undefined) return;
      for (const slot of layer.layout.computed) {
        if (slot.options.checksums === undefined) continue;
        const found = computed(frame, layer, slot, i);
        if (found === undefined || found.before === found.after) continue;
        const { before, after, at } = found;
        if ((slot.options.zeroIsNone && before === 0) || isPartial(frame, slot, i, before)) continue;
        const about = { layer: layer.layerName, field: slot.name, offset: at, needed: after, had: before };
        const where = `${about.layer}.${slot.name} at octet ${at}`;
        if (slot.options.checksums !== 'header' && isIncomplete(p, frame, i))
          issues.push({ ...about, kind: 'unjudged', text: `${where} cannot be checked: some of the octets that it covers are missing` });
        else issues.push({ ...about, kind: 'checksum', text: `${where} is ${hex(before)}, expected ${hex(after)}` });
      }
    });
  });
  return issues;
}

const hex = (n: number): string => (Number.isNaN(n) ? 'none' : `0x${(n >>> 0).toString(16).padStart(4, '0')}`);

/** Whether the capture cut the packet, or a layer below layer `i` is a fragment. */
function isIncomplete(p: Laid, frame: Frame, i: number): boolean {
  if (frame.wire !== 0 && frame.wireEnd(i) > frame.limit(i)) return true;
  return p.shape.layers.some((layer: AnyLayer, j) => {
    if (j > i) return false;
    if (j < i && carriesPart(p, layer, j)) return true;
    return claimedEnd(frame, layer, j) > frame.limit(j);
  });
}

/** No packet is so long. */
const NO_CLAIM = 0x3fffffff;

/** Where layer `j` and its payload end by its own word. */
function claimedEnd(frame: Frame, layer: AnyLayer, j: number): number {
  const end = layer.code.extent(frame.b, frame.locate(j), frame.headerEnd(j), NO_CLAIM);
  return end === NO_CLAIM ? 0 : end;
}
