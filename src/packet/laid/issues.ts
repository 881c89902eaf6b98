/** What a packet's own fields say that its octets do not bear out. */
import { alwaysSpace } from '../chain/bindings.ts';
import { asked } from '../spec/asked.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { isFixed } from '../code/anchor.ts';
import { contentIssues } from './content-issues.ts';
import { isPadding, isRaw } from '../layer/raw.ts';
import type { PacketIssue } from './packet.ts';
import type { Laid } from './laid.ts';

/** Walks the layers as the dissector did, and says where it had to clamp or stop. */
export function issuesOf(p: Laid): PacketIssue[] {
  const issues: PacketIssue[] = [];
  const add = (kind: PacketIssue['kind'], layer: string, field: string | undefined, offset: number, needed: number, had: number): void => {
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
    // One message says nothing of the next.
    if (p.shape.levels !== null) end = frame.limit(i);
    // A quoted packet is cut by design (RFC 792).
    if (isPadding(layer) || layer.spec.quotes !== undefined) return;
    if (isRaw(layer)) {
      const wanted = i === 0 ? firstOf(p) : expected(p, layers[i - 1], i - 1);
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
    issues.push(...contentIssues(p, i));
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

/** The layer that should have been where the octets were too few for it. */
function expected(p: Laid, below: AnyLayer | undefined, i: number): AnyLayer | undefined {
  if (below === undefined) return undefined;
  const { registry } = p.shape;
  const o = p.frame().locate(i);
  const always = registry.next(alwaysSpace(below), 0);
  if (always !== undefined) return always;
  const { b } = p;
  const end = p.frame().limit(i);
  // A piece of a message, say: the spec knows that nothing else stands there.
  if (isRaw(asked(() => below.spec.next?.choose(p.view(i) as unknown as Record<string, unknown>, { b, start: o, end }), undefined)))
    return undefined;
  if (below.layout.opaque !== undefined && below.code.load(below.layout.opaque, p.b, o) !== 0) return undefined;
  for (const s of below.layout.selectors) {
    if (!isFixed(s)) continue;
    const next = registry.next(s.options.selects as string, below.code.load(s, p.b, o));
    if (next !== undefined) return next;
  }
  return undefined;
}
