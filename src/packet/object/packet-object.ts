/**
 * The one class behind every packet. Octets, the shape of its layers, and where the first eight start: nothing else, for
 * seven million of these a second are made when a capture is read. One hidden class: all fields set in the constructor.
 */
import { checkOptions } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { autosOfParts, buildInto, flatParts } from '../laid/build.ts';
import { KnownLayer, partsOf } from '../laid/decompose.ts';
import { commandText } from '../display/command.ts';
import { jsonOf, jsonValue, packetJsonText, viewJson } from '../display/json.ts';
import { recordLiteral } from '../display/literal.ts';
import { checksumIssues } from '../laid/checksum-issues.ts';
import { issuesOf } from '../laid/issues.ts';
import { judge } from '../laid/judge.ts';
import { Frame } from '../chain/frame.ts';
import { MAX_LAYERS } from '../chain/limits.ts';
import type { AnyLayer, Octets, View } from '../spec/spec.ts';
import { CraftedLayer } from '../spec/crafted.ts';
import { LayerView } from '../spec/view.ts';
import { asTold, copyOfTold, cutOff, type FromCapture, grow, toldOfMade } from './from-capture.ts';
import { showsAs } from '../../bytes/shows-as.ts';
import { isPadding } from '../layer/raw.ts';
import type { Slot } from '../spec/slot.ts';
import { shown } from '../spec/wants.ts';
import type { FieldPosition, IssueOptions, Packet, PacketIssue, PacketMeta, Part } from '../laid/packet.ts';
import { positionAt } from '../laid/position.ts';
import type { Registry } from '../chain/registry.ts';
import type { Shape, ShapeRegistry } from '../chain/shape.ts';
import { LAID, type Laid } from '../laid/laid.ts';
import { reprText, showText, viewText } from '../display/show.ts';
import { sprintfText } from '../display/sprintf.ts';
import { type SummaryOptions, summaryText } from '../display/summary.ts';
import { type TreeOptions, treeText } from '../display/tree.ts';
import { shownPacket } from '../display/unresolved.ts';
import { withoutParts } from '../spec/parts.ts';
import { fieldsChange, mergedGiven } from '../laid/change.ts';

/** Dissects octets `s` to `e` of `b` (kept, not copied), beginning with the layer of that id. */
export type Dissector = (b: Uint8Array, s: number, e: number, first: number) => PacketObject;

/** Two of them: one that leaves what is behind the common layers for later, and one that finds all. */
export interface Dissectors {
  readonly common: Dissector;
  readonly all: Dissector;
}

/** Values of `g`. */
const MOVED = 1; // offsets changed since views were made: they must ask
const STALE = 2; // lengths and checksums wait to be computed
const UNBUILT = 4; // there are no octets yet

/** What few packets need. */
interface Extra extends FromCapture {
  /** Masks of computed fields, a layer each. */
  autos?: number[];
  /** The memory is this packet's own. */
  own?: boolean;
  /** What a session knew for the layers, by their depth. */
  known?: unknown[];
  /** The layer that it was to begin with, by its number, where its octets are too few for that. */
  first?: number;
}

/** Text where a layer is wanted, or what a layer gave. */
function refuseLayer(given: unknown): never {
  if (given instanceof CraftedLayer) {
    const { layerName } = given.layer;
    throw new PacketwrightError('ERR_VALUE', `a layer was expected, not ${layerName}(): give ${layerName} itself`, { value: given });
  }
  const named = typeof given === 'string';
  throw new PacketwrightError('ERR_VALUE', `a layer was expected, not ${named ? `'${given}'` : shown(given)}`, {
    value: given,
    remedy: `give the layer itself, which the package exports: p.get(${named ? given : 'TCP'})`,
  });
}

const NONE = new Uint8Array(0);
const NOTHING: readonly Part[] = [];

export class PacketObject implements Octets, Laid {
  declare readonly [LAID]: true;
  // Declared, not defined: a class field would be set to undefined first, for each packet. For the same reason no
  // #private methods: each object would be branded. `$` names are the engine's.
  declare b: Uint8Array;
  declare s: number;
  declare e: number;
  /**
   * Where the innermost payload ends; trailer behind. Below 0: not all layers are found yet (see `nextIds`).
   */
  declare end: number;
  /** The layers found so far: whoever is not content with those asks `shape`. */
  declare $shape: Shape;
  declare g: number;
  declare o0: number;
  declare o1: number;
  declare o2: number;
  declare o3: number;
  declare o4: number;
  declare o5: number;
  declare o6: number;
  declare o7: number;
  declare more: number[] | null;
  /** What it is (to be) built from; none when it was dissected. */
  declare parts: readonly Part[];
  declare x: Extra | null;

  constructor(
    b: Uint8Array,
    s: number,
    e: number,
    end: number,
    shape: Shape,
    o0: number,
    o1: number,
    o2: number,
    o3: number,
    o4: number,
    o5: number,
    o6: number,
    o7: number,
    more: number[] | null,
  ) {
    this.b = b;
    this.s = s;
    this.e = e;
    this.end = end;
    this.$shape = shape;
    this.g = 0;
    this.o0 = o0;
    this.o1 = o1;
    this.o2 = o2;
    this.o3 = o3;
    this.o4 = o4;
    this.o5 = o5;
    this.o6 = o6;
    this.o7 = o7;
    this.more = more;
    this.parts = NOTHING;
    this.x = null;
  }

  static planned(registry: ShapeRegistry, parts: readonly Part[]): PacketObject {
    const p = new PacketObject(NONE, 0, 0, 0, registry.root, 0, 0, 0, 0, 0, 0, 0, 0, null);
    p.parts = parts;
    p.g = UNBUILT;
    return p;
  }

  get bytes(): Uint8Array {
    if (this.g !== 0) this.$ready();
    // Twice as fast as subarray(), which asks for the species.
    return new Uint8Array(this.b.buffer, this.b.byteOffset + this.s, this.e - this.s);
  }

  get length(): number {
    if ((this.g & UNBUILT) !== 0) this.$build();
    return this.e - this.s;
  }

  get(layer: AnyLayer, nth?: number): View | undefined {
    if (nth !== undefined || (this.g & UNBUILT) !== 0) return this.$find(layer, nth ?? 1);
    // What is no layer, also undefined, is found by nobody, and told there.
    const i = this.$shape.index[(layer as AnyLayer | undefined)?.id as number];
    if (i === undefined || i < 0 || layer.make === undefined)
      return this.end < 0 || layer?.layerName === undefined ? this.$find(layer, 1) : undefined;
    return layer.make(this, this.$offset(i), i);
  }

  $find(layer: AnyLayer, nth: number): View | undefined {
    const i = this.depthOf(layer, nth);
    return i < 0 ? undefined : layer.make(this, this.$offset(i), i);
  }

  /** Depth of the nth occurrence, or -1. */
  depthOf(layer: AnyLayer, nth = 1): number {
    const { layers } = this.built().shape;
    if (typeof layer !== 'function' || !('layerName' in layer)) refuseLayer(layer);
    let left = nth;
    for (let i = 0; i < layers.length; i++) if (layers[i] === layer && --left === 0) return i;
    // Such a number finds none: asked only then, for most find theirs.
    if (!(Number.isInteger(nth) && nth >= 1))
      throw new PacketwrightError('ERR_RANGE', `${layer.layerName} number ${nth}: expected a whole number of at least 1`, { nth });
    return -1;
  }

  $offset(i: number): number {
    switch (i) {
      case 0:
        return this.o0;
      case 1:
        return this.o1;
      case 2:
        return this.o2;
      case 3:
        return this.o3;
      case 4:
        return this.o4;
      case 5:
        return this.o5;
      case 6:
        return this.o6;
      case 7:
        return this.o7;
      default:
        return this.more?.[i - 8] ?? this.end;
    }
  }

  /** The registry that its layers were found, or are built, with. */
  get registry(): Registry {
    return this.$shape.registry as Registry;
  }

  /**
   * Of a packet whose layers are not all found: the ids of the two that are to be looked for next, each a layer's or a fork's, 11 bits each; the second is 0 where
   * there is one. 0: it is not known.
   */
  get nextIds(): number {
    return -1 - this.end;
  }

  /** All its layers. */
  get shape(): Shape {
    if (this.end < 0) this.$findAll();
    return this.$shape;
  }

  /** What the dissector left when it had the common layers: most who ask for a TCP port do not ask what the segment carries. */
  $findAll(): void {
    const { b, s, e, $shape } = this;
    const all = (this.registry.dissectors as Dissectors).all(b, s, e, ($shape.layers[0] as AnyLayer).id);
    this.end = all.end;
    this.$shape = all.$shape;
    this.o0 = all.o0;
    this.o1 = all.o1;
    this.o2 = all.o2;
    this.o3 = all.o3;
    this.o4 = all.o4;
    this.o5 = all.o5;
    this.o6 = all.o6;
    this.o7 = all.o7;
    this.more = all.more;
  }

  /** This, with its octets built. */
  built(): this {
    if ((this.g & UNBUILT) !== 0) this.$build();
    return this;
  }

  get isBuilt(): boolean {
    return (this.g & UNBUILT) === 0;
  }

  /** Made of parts, not found in octets. */
  get isCrafted(): boolean {
    return this.parts !== NOTHING;
  }

  /** The parts that it was made of, a layer each, as long as nothing was set since. */
  craftedParts(): readonly Part[] {
    return this.x?.own === true ? NOTHING : flatParts(this.parts);
  }

  /** Its octets are no longer what its parts, or the capture it came from, say. */
  get isChanged(): boolean {
    return this.x?.own === true;
  }

  $build(): void {
    this.parts = buildInto(this, this.shape.registry, this.parts);
    this.g = 0;
  }

  /** Builds, computes what waits to be. */
  $ready(): void {
    if ((this.g & UNBUILT) !== 0) this.$build();
    if ((this.g & STALE) !== 0) this.$finish();
  }

  /** Takes over octets: `starts`, like the rest, counted in `b`. */
  take(b: Uint8Array, s: number, e: number, end: number, shape: Shape, starts: Int32Array): void {
    const { depth } = shape;
    this.b = b;
    this.s = s;
    this.e = e;
    this.end = end;
    this.$shape = shape;
    this.o0 = starts[0] as number;
    this.o1 = starts[1] as number;
    this.o2 = starts[2] as number;
    this.o3 = starts[3] as number;
    this.o4 = starts[4] as number;
    this.o5 = starts[5] as number;
    this.o6 = starts[6] as number;
    this.o7 = starts[7] as number;
    this.more = depth > 8 ? Array.from(starts.subarray(8, depth)) : null;
  }

  // Octets ------------------------------------------------------------------------------------------------------------

  locate(i: number): number {
    if ((this.g & STALE) !== 0) this.$finish();
    return this.$offset(i);
  }

  limit(i: number): number {
    const { levels, layers } = this.shape;
    if (levels !== null) {
      const at = levels.ends[i] as number;
      return at < layers.length ? this.locate(at) : this.e;
    }
    return isPadding(layers[i]) ? this.e : this.end;
  }

  origin(_i: number, o: number): number {
    return o;
  }

  assign(i: number, slot: Slot, value: unknown): void {
    this.$change(i, { [slot.name]: value });
  }

  known(i: number): unknown {
    return this.x?.known?.[i];
  }

  /** Keeps what a session knows for layer `i`, for as long as the packet has these layers. */
  keep(i: number, known: unknown): void {
    const x = (this.x ??= {});
    (x.known ??= [])[i] = known;
  }

  // Changing ----------------------------------------------------------------------------------------------------------

  set(layer: AnyLayer, values: Readonly<Record<string, unknown>>, nth = 1): this {
    this.$change(this.$must(layer, nth), values);
    return this;
  }

  $change(i: number, given: Readonly<Record<string, unknown>>): void {
    const layer = this.shape.layers[i] as AnyLayer;
    const values = withoutParts(layer, given, (slot) => this.$at(i)[slot.name as never] as number);
    const autos = this.autos();
    const changed = fieldsChange(layer, values);
    if (changed === 'rewrite') {
      if ((this.g & STALE) !== 0) this.$finish();
      const parts = partsOf(this, autos);
      // What names the next layer stays as it is, and ours, where what follows has no number.
      const mask = autos[i] ?? 0;
      const nameless = layer.layout.selectors.reduce(
        (m, s) => (this.shape.selected(i, s.index) < 0 && values[s.name] === undefined ? m | (mask & (1 << s.computed)) : m),
        0,
      );
      const x = this.x ?? {};
      const { known } = x;
      const before = this.e - this.s;
      const merged = mergedGiven(this.$at(i), mask & ~nameless, values);
      const made = known?.[i] === undefined ? new CraftedLayer(layer, layer.id, merged) : new KnownLayer(layer, merged, known[i]);
      parts[i] = made as unknown as (typeof parts)[number];
      const after = autosOfParts(buildInto(this, this.shape.registry, parts));
      after[i] = (after[i] ?? 0) | nameless;
      this.x = { autos: after, own: true, ...asTold(x), ...(known && { known }) };
      grow(x.meta, this.e - this.s - before);
      this.g = MOVED;
      return;
    }
    this.$own();
    autos[i] = changed(this.b, this.$at(i), autos[i] ?? 0);
    this.g |= STALE;
  }

  $at(i: number): View {
    return (this.shape.layers[i] as AnyLayer).make(this, this.$offset(i), i);
  }

  /** The masks of fields that are ours to compute: known from crafting, or judged now. */
  autos(): number[] {
    const { shape } = this.built();
    const x = (this.x ??= {});
    x.autos ??= this.parts === NOTHING ? judge(this.frame(), shape) : autosOfParts(this.parts);
    return x.autos;
  }

  /** The same layers, over octets of its own that were changed from outside: computes the fields of these masks, a layer each. */
  computed(autos: number[]): this {
    this.x = { ...this.x, autos, own: true };
    this.g |= MOVED | STALE;
    return this;
  }

  /** Copies the octets before the first change. */
  $own(): void {
    const x = (this.x ??= {});
    if (x.own) return;
    const starts = new Int32Array(MAX_LAYERS + 2);
    for (let i = 0; i < this.shape.depth; i++) starts[i] = this.$offset(i) - this.s;
    const copy = new Uint8Array(this.e - this.s);
    copy.set(this.b.subarray(this.s, this.e));
    this.take(copy, 0, copy.length, this.end - this.s, this.shape, starts);
    x.own = true;
    this.g |= MOVED;
  }

  $finish(): void {
    this.g &= ~STALE;
    const frame = this.frame();
    const { layers, levels } = this.shape;
    const autos = this.x?.autos ?? [];
    const finish = (i: number): void =>
      (layers[i] as AnyLayer).code.finish(this.b, frame.locate(i), frame.headerEnd(i), frame.limit(i), autos[i] ?? 0, frame, i);
    for (let i = layers.length - 1; i >= 0; i--) finish(i);
    levels?.trailers.forEach(finish);
  }

  /** The layers' places, for spec functions. */
  frame(): Frame {
    this.built();
    const f = new Frame();
    f.b = this.b;
    f.shape = this.shape;
    f.end = this.end;
    const cut = cutOff(this.x, this.e - this.s);
    if (cut > 0) f.wire = this.e + cut;
    for (let i = 0; i < this.shape.depth; i++) f.starts[i] = this.$offset(i);
    return f;
  }

  // Reading -----------------------------------------------------------------------------------------------------------

  has(layer: AnyLayer): boolean {
    return this.depthOf(layer) >= 0;
  }

  layers(): readonly AnyLayer[] {
    return this.built().shape.layers;
  }

  /** A view of layer number `i`. */
  view(i: number): View {
    return this.built().$at(i);
  }

  payload(layer: AnyLayer): Uint8Array {
    const i = this.$must(layer);
    if ((this.g & STALE) !== 0) this.$finish();
    const frame = this.frame();
    return this.b.subarray(frame.headerEnd(i), frame.limit(i));
  }

  at(octet: number, bit = 0): FieldPosition | undefined {
    return positionAt(this.built(), octet * 8 + bit);
  }

  get meta(): PacketMeta {
    return ((this.x ??= {}).meta ??= {});
  }

  get issues(): readonly PacketIssue[] {
    return issuesOf(this.built());
  }

  issuesWith(o: IssueOptions = {}): readonly PacketIssue[] {
    checkOptions('issuesWith', o, { checksums: true });
    const { checksums = false } = o;
    const found = issuesOf(this.built());
    return checksums ? [...found, ...checksumIssues(this)] : found;
  }

  get wanted(): AnyLayer | undefined {
    const { first, meta } = this.x ?? {};
    const { registry } = this.shape;
    if (first !== undefined) return registry.layerWith(first);
    return meta?.linkType === undefined ? undefined : registry.next('linktype', meta.linkType);
  }

  with(part: Part, where: { after?: AnyLayer; before?: AnyLayer } = {}): PacketObject {
    checkOptions('with', where, { after: true, before: true });
    const parts: Part[] = partsOf(this.built(), this.autos());
    let i = parts.length;
    // A trailer stays last, and payload without a name of its own stays payload.
    if (isPadding(this.shape.layers.at(-1))) i--;
    if (where.after !== undefined) i = this.$must(where.after) + 1;
    if (where.before !== undefined) i = this.$must(where.before);
    parts.splice(i, 0, part);
    return this.$told(parts, i > 0);
  }

  without(layer: AnyLayer): PacketObject {
    const parts: Part[] = partsOf(this.built(), this.autos());
    const i = this.$must(layer);
    parts.splice(i, 1);
    return this.$told(parts, i > 0);
  }

  /** A packet made of this one. */
  $told(parts: readonly Part[], sameLink: boolean): PacketObject {
    const p = this.of(parts);
    p.x = toldOfMade(this.x, this.e - this.s, p, sameLink);
    return p;
  }

  of(parts: readonly Part[]): PacketObject {
    return PacketObject.planned(this.shape.registry, parts);
  }

  ofBase(parts: readonly Part[]): PacketObject | undefined {
    const { base } = this.registry;
    return base === undefined ? undefined : PacketObject.planned(base, parts);
  }

  /** Depth of the nth occurrence. @throws ERR_LAYER */
  $must(layer: AnyLayer, nth = 1): number {
    const i = this.depthOf(layer, nth);
    if (i < 0)
      throw new PacketwrightError(
        'ERR_LAYER',
        `this packet (${this.shape.text}) has no ${layer.layerName}${nth > 1 ? ` number ${nth}` : ''}`,
        { layer: layer.layerName },
      );
    return i;
  }

  copy(): PacketObject {
    if (!this.isBuilt) return this.$told(this.parts, true);
    const bytes = this.bytes;
    const starts = new Int32Array(MAX_LAYERS + 2);
    for (let i = 0; i < this.shape.depth; i++) starts[i] = this.$offset(i) - this.s;
    const copy = new PacketObject(NONE, 0, 0, 0, this.shape, 0, 0, 0, 0, 0, 0, 0, 0, null);
    const b = new Uint8Array(bytes.length);
    b.set(bytes);
    copy.take(b, 0, b.length, this.end - this.s, this.shape, starts);
    const x = this.x ?? {};
    copy.x = { own: true, autos: [...this.autos()], ...copyOfTold(x), ...(x.known && { known: x.known }) };
    return copy;
  }

  summary(options?: SummaryOptions): string {
    return summaryText(shownPacket(this), options);
  }

  show(): string {
    return showText(shownPacket(this));
  }

  tree(o: TreeOptions = {}): string {
    return treeText(this, o);
  }

  show2(): string {
    return showText(shownPacket(this), true);
  }

  repr(): string {
    return reprText(shownPacket(this));
  }

  command(): string {
    return commandText(this);
  }

  json(): string {
    return packetJsonText(shownPacket(this));
  }

  sprintf(format: string): string {
    return sprintfText(shownPacket(this), format);
  }

  toString(): string {
    return this.summary();
  }
}

Object.defineProperty(PacketObject.prototype, LAID, { value: true });
showsAs(
  PacketObject.prototype,
  (p: PacketObject) => p.repr(),
  (p: PacketObject) => jsonOf(shownPacket(p)),
);
showsAs(LayerView.prototype, viewText, (view: View) => viewJson(view));
showsAs(
  CraftedLayer.prototype,
  ({ layer, given }: CraftedLayer) => recordLiteral(layer.layerName, given, layer.layout.byName),
  ({ layer, given }: CraftedLayer) => ({ [layer.layerName]: jsonValue(given) }),
);

/** The class behind a packet of the public interface. */
export const objectOf = (p: Packet<any>): PacketObject => p as unknown as PacketObject;
