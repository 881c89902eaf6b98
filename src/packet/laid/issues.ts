/** What a packet's own fields say that its octets do not bear out. */
import type { AnyLayer } from '../spec/spec.ts';
import { isFixed } from '../code/anchor.ts';
import { contentIssues } from './content-issues.ts';
import { MAX_DISSECTED } from '../chain/limits.ts';
import { isPadding, isRaw } from '../layer/raw.ts';
import type { PacketIssue } from './packet.ts';
import type { Laid } from './laid.ts';
import { carriesPart } from './carries-part.ts';
import { namedNext, otherThanNamed } from './named-next.ts';

/** Octets behind as many layers as a packet may have. */
const notReadOn = (offset: number, had: number): PacketIssue => ({
  kind: 'unread',
  layer: 'Raw',
  offset,
  needed: MAX_DISSECTED,
  had,
  text: `the packet has ${MAX_DISSECTED} layers before octet ${offset}, the most that are read: the ${had} octets from there are left as they are`,
});

/** Walks the layers as the dissector did, and says where it had to clamp or stop. */
export function issuesOf(p: Laid): PacketIssue[] {
  const issues: PacketIssue[] = [];
  /** Behind the header of a fragment: lengths speak of the whole. */
  let partial = false;
  const add = (kind: PacketIssue['kind'], layer: string, field: string | undefined, offset: number, needed: number, had: number): void => {
    if (partial && kind === 'truncated') return;
    const text =
      kind === 'length'
        ? `${layer}${field === undefined ? '' : `.${field}`} at octet ${offset} says ${needed} octets, but its header alone has ${had}`
        : `${layer}${field === undefined ? '' : `.${field}`} at octet ${offset} needs ${needed} octets, but only ${had} are left`;
    issues.push({ kind, layer, ...(field !== undefined && { field }), offset, needed, had, text });
  };
  p.bytes;
  const frame = p.frame();
  let end = p.e;
  const layers = p.layers();
  layers.forEach((layer, i) => {
    const { layout, code, layerName } = layer;
    const o = frame.locate(i),
      at = o - p.s;
    if (i > 0) partial ||= carriesPart(p, layers[i - 1] as AnyLayer, i - 1);
    // One message says nothing of the next.
    if (p.shape.levels !== null) end = frame.limit(i);
    // A quoted packet is cut by design (RFC 792).
    if (isPadding(layer) || layer.spec.quotes !== undefined) return;
    if (isRaw(layer)) {
      if (i >= MAX_DISSECTED) {
        issues.push(notReadOn(at, frame.limit(i) - o));
        return;
      }
      const wanted = i === 0 ? firstOf(p) : namedNext(p, i - 1);
      if (wanted !== undefined && frame.limit(i) - o < wanted.layout.minimum)
        add('truncated', wanted.layerName, undefined, at, wanted.layout.minimum, frame.limit(i) - o);
      return;
    }
    const m = layout.headerSlot;
    if (m !== undefined && m !== layout.extentSlot) {
      const claim = (code.load(m, p.b, o) + (m.options.bias ?? 0)) * (m.options.unit ?? 1);
      if (claim < layout.minimum) add('length', layerName, m.name, at, claim, layout.minimum);
      else if (claim > end - o) add('truncated', layerName, m.name, at, claim, end - o);
    }
    const short = cutField(p, i);
    if (short !== undefined) add('truncated', layerName, short.field, short.start - p.s, short.needed, short.had);
    issues.push(...contentIssues(p, i), ...otherThanNamed(p, i));
    const x = layout.extentSlot;
    if (x !== undefined && isFixed(x)) {
      const header = frame.headerEnd(i) - o;
      const value = code.load(x, p.b, o);
      const claim = (value + (x.options.bias ?? 0)) * (x.options.unit ?? 1) + (x.options.measures === 'payload' ? header : 0);
      if (value === 0 && x.options.zeroIsOpen) return;
      if (claim < header) add('length', layerName, x.name, at, claim, header);
      else if (claim > end - o) add('truncated', layerName, x.name, at, claim, end - o);
      else end = o + claim;
    }
  });
  return issues;
}

/** The first field that has fewer octets than the field that measures it says. */
function cutField(p: Laid, i: number): { field: string; start: number; needed: number; had: number } | undefined {
  const view = p.view(i);
  for (const slot of view.$layer.layout.variables) {
    if (slot.measuredBy === undefined) continue;
    const cuts = view.$layout();
    const start = cuts[2 * slot.variable] as number,
      had = (cuts[2 * slot.variable + 1] as number) - start;
    const needed = view.$place(slot, view.$start()).size ?? 0;
    if (needed > had) return { field: slot.measuredBy.name, start, needed, had };
  }
  return undefined;
}

/** The layer that the packet was to begin with; undefined where it is not known, or where octets are all that was to be. */
function firstOf(p: Laid): AnyLayer | undefined {
  const { wanted } = p;
  return p.isCrafted || wanted === undefined || isRaw(wanted) ? undefined : wanted;
}
