/**
 * What one reader learned from the packets that it has read: a packet's octets do not change by it, but what they are taken for may. It
 * belongs to whoever made it; nothing is global. Without one every packet is read on its own.
 */
import { checkOptions } from '../../bytes/known-options.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { showsAs } from '../../bytes/shows-as.ts';
import type { Registry } from '../chain/registry.ts';
import type { Shape } from '../chain/shape.ts';
import { isPadding, isRaw, Padding } from '../layer/raw.ts';
import type { Packet } from '../laid/packet.ts';
import { asked } from '../spec/asked.ts';
import type { NeighbourLayer } from '../spec/context.ts';
import { type Conversation, type Endpoint, endsKey, type Knowledge } from '../spec/knowledge.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { isObject, shown } from '../spec/wants.ts';
import { wholeDissectorOf } from './dissector.ts';
import { objectOf, PacketObject } from './packet-object.ts';

/** How much a session may remember. */
export interface SessionOptions {
  /** Entries per table, default 4096; the least recently used is forgotten first. */
  readonly most?: number;
  /** Called for each entry that is new or changed, while the packet that told it is read. What it throws is lost. */
  readonly learned?: (what: Learned) => void;
}

/** What a packet told a session. Its keys and values are those of `SessionData`. */
export interface Learned {
  /** The layer that said it. */
  readonly layer: string;
  /** A protocol's own table (`netflow.template`), `expected` (what an endpoint carries) or `conversations` (how two ends go on). */
  readonly table: string;
  /** What it is known by. */
  readonly key: string;
  /** What it leads to: plain data in a protocol's table, else a layer's name. Absent where a conversation goes on as octets again. */
  readonly value?: unknown;
}

/** A session as plain data, to save and continue later. */
export interface SessionData {
  readonly tables: Readonly<Record<string, readonly (readonly [key: string, value: unknown])[]>>;
  readonly expected: readonly (readonly [key: string, layer: string])[];
  readonly conversations: readonly (readonly [key: string, layer: string])[];
  readonly dropped: number;
}

const MOST = 4096;

/** A value as JSON can have it: numbers of 64 bits are `{ bigint: '5' }`. */
function plain(v: unknown): unknown {
  if (typeof v === 'bigint') return { bigint: String(v) };
  if (Array.isArray(v)) return v.map(plain);
  return isObject(v) ? Object.fromEntries(Object.entries(v).map(([name, x]) => [name, plain(x)])) : v;
}

/** The value that {@link plain} gave this for. */
function revived(v: unknown): unknown {
  if (Array.isArray(v)) return v.map(revived);
  if (!isObject(v)) return v;
  const { bigint, ...others } = v;
  if (typeof bigint === 'string' && /^-?\d+$/.test(bigint) && Object.keys(others).length === 0) return BigInt(bigint);
  return Object.fromEntries(Object.entries(v).map(([name, x]) => [name, revived(x)]));
}

/** A table that forgets what was not used for longest. */
class Table<V> {
  readonly #entries = new Map<string, V>();
  readonly #most: number;
  dropped = 0;

  constructor(most: number) {
    this.#most = most;
  }

  set(key: string, value: V): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#most) return;
    const [oldest] = this.#entries.keys();
    this.#entries.delete(oldest as string);
    this.dropped++;
  }

  /** The value, which is not used by that. */
  peek(key: string): V | undefined {
    return this.#entries.get(key);
  }

  get(key: string): V | undefined {
    const value = this.#entries.get(key);
    if (value === undefined) return undefined;
    // Used last: it stays longest.
    this.#entries.delete(key);
    this.#entries.set(key, value);
    return value;
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): [string, V][] {
    return [...this.#entries];
  }
}

const keyOf = (transport: string, address: string | undefined, port: number, peer?: string): string =>
  `${transport} ${address ?? '*'} ${port}${peer === undefined ? '' : ` ${peer}`}`;

const conversationKey = (between: Conversation): string => `${between.transport} ${endsKey(between)}`;

/**
 * What one reader has learned from packets: give it to `dissect` or `openCapture`. Packets must come in order; earlier ones decide how
 * deeply a packet is decoded.
 * @see docs/design/sessions.md
 */
export class Session implements Knowledge {
  readonly #most: number;
  readonly #tables = new Map<string, Table<unknown>>();
  readonly #expected: Table<AnyLayer>;
  readonly #conversations: Table<AnyLayer>;
  #learned: SessionOptions['learned'];
  /** The layer that speaks. */
  #speaker = '';

  constructor(o: SessionOptions = {}) {
    checkOptions('a session', o, { most: true, learned: true });
    const { most = MOST } = o;
    if (!Number.isSafeInteger(most) || most < 1)
      throw new PacketwrightError('ERR_VALUE', `a session remembers ${most} entries; give a whole number of 1 or more`, { value: most });
    this.#most = most;
    this.#expected = new Table(most);
    this.#conversations = new Table(most);
    this.#learned = o.learned;
  }

  remember(table: string, key: string, value: unknown): void {
    let entries = this.#tables.get(table);
    if (entries === undefined) this.#tables.set(table, (entries = new Table(this.#most)));
    const before = this.#learned && entries.peek(key);
    entries.set(key, value);
    this.#tell(table, key, before, value);
  }

  recall(table: string, key: string): unknown {
    return this.#tables.get(table)?.get(key);
  }

  expect({ transport, address, port, peer }: Endpoint, layer: NeighbourLayer): void {
    const key = keyOf(transport, address, port, peer);
    const before = this.#learned && this.#expected.peek(key);
    this.#expected.set(key, layer as AnyLayer);
    this.#tell('expected', key, before?.layerName, (layer as AnyLayer).layerName);
  }

  goesOn(between: Conversation, layer: NeighbourLayer | undefined): void {
    const key = conversationKey(between);
    const before = this.#learned && this.#conversations.peek(key);
    if (layer === undefined) this.#conversations.delete(key);
    else this.#conversations.set(key, layer as AnyLayer);
    this.#tell('conversations', key, before?.layerName, (layer as AnyLayer | undefined)?.layerName);
  }

  #tell(table: string, key: string, before: unknown, value: unknown): void {
    const learned = this.#learned;
    if (learned === undefined) return;
    const said = plain(value);
    // Plain data is the same where its text is.
    if (JSON.stringify(plain(before)) === JSON.stringify(said)) return;
    asked(() => learned({ layer: this.#speaker, table, key, ...(value !== undefined && { value: said }) }), undefined);
  }

  /** Entries that were dropped to make room, since the session began. */
  get dropped(): number {
    let n = this.#expected.dropped + this.#conversations.dropped;
    for (const table of this.#tables.values()) n += table.dropped;
    return n;
  }

  /** Everything that it knows, as plain data. */
  toJSON(): SessionData {
    return {
      tables: Object.fromEntries(
        [...this.#tables].map(([name, table]) => [name, table.entries().map(([key, value]) => [key, plain(value)] as const)]),
      ),
      expected: this.#expected.entries().map(([key, layer]) => [key, layer.layerName] as const),
      conversations: this.#conversations.entries().map(([key, layer]) => [key, layer.layerName] as const),
      dropped: this.dropped,
    };
  }

  /**
   * A session that knows what `toJSON()` gave.
   * @throws ERR_LAYER for a layer that the registry does not know; ERR_VALUE for what is no such data, or no registry
   */
  static from(data: SessionData, registry: Registry, o: SessionOptions = {}): Session {
    if (typeof (registry as Partial<Registry> | undefined)?.mustLayer !== 'function')
      throw new PacketwrightError('ERR_VALUE', `Session.from needs the registry that knows the session's layers, not ${shown(registry)}`, {
        value: registry,
        remedy: 'Session.from(data, protocols)',
      });
    const { learned, ...bounds } = o;
    const session = new Session(bounds);
    const isSound =
      typeof data === 'object' && data !== null && typeof data.tables === 'object' && data.tables !== null && Array.isArray(data.expected);
    const pairs = (list: unknown): boolean =>
      Array.isArray(list) && list.every((pair) => Array.isArray(pair) && typeof pair[0] === 'string');
    if (
      !isSound ||
      !pairs(data.expected) ||
      !pairs(data.conversations) ||
      !Object.values(data.tables ?? {}).every(pairs) ||
      !Number.isSafeInteger(data.dropped) ||
      data.dropped < 0
    )
      throw new PacketwrightError('ERR_VALUE', 'this is not a session: give what session.toJSON() returned', { value: data });
    for (const [name, entries] of Object.entries(data.tables))
      for (const [key, value] of entries) session.remember(name, key, revived(value));
    for (const [key, layer] of data.expected) session.#expected.set(key, registry.mustLayer(layer));
    for (const [key, layer] of data.conversations) session.#conversations.set(key, registry.mustLayer(layer));
    session.#expected.dropped += data.dropped;
    session.#learned = learned;
    return session;
  }

  /**
   * Learns from the packet and returns it as this session reads it: the same packet, unless the session expects it to carry something else.
   * Packets must come in order.
   */
  read<P extends Packet<any>>(packet: P): P {
    const p = this.#asExpected(objectOf(packet));
    const { stateful } = p.shape;
    if (stateful.length > 0) this.#take(p, stateful);
    return p as unknown as P;
  }

  #take(p: PacketObject, stateful: readonly number[]): void {
    const frame = p.frame();
    for (const i of stateful) {
      const { spec, layerName } = p.shape.layers[i] as AnyLayer;
      const { needs, learns } = spec;
      this.#speaker = layerName;
      const view = p.view(i);
      if (needs !== undefined)
        p.keep(
          i,
          asked(() => needs(view as never, frame.at(i), this), undefined),
        );
      if (learns !== undefined) asked(() => learns(view as never, frame.at(i), this), undefined);
    }
  }

  /** What a transport carries, where one of its ends is expected to carry something else. */
  #asExpected(p: PacketObject): PacketObject {
    if (this.#expected.size + this.#conversations.size === 0) return p;
    const { layers } = p.shape;
    for (let i = layers.length - 1; i > 0; i--) {
      const layer = layers[i] as AnyLayer;
      const [sport, dport] = layer.layout.hints;
      if (sport === undefined || dport === undefined) continue;
      const read = this.#as(p, i, this.#expectedOf(p, i, sport.name, dport.name));
      // What does not begin as expected may go on with it.
      const other = read === p ? this.#as(p, i, this.#conversationOf(p, i, sport.name, dport.name)) : read;
      if (other !== p) return other;
    }
    return p;
  }

  #as(p: PacketObject, i: number, layer: AnyLayer | undefined): PacketObject {
    return layer === undefined || layer === p.shape.layers[i + 1] ? p : graft(p, i, layer);
  }

  /** What the conversation is, where nothing else tells what the transport carries. */
  #conversationOf(p: PacketObject, i: number, sport: string, dport: string): AnyLayer | undefined {
    const { layers } = p.shape;
    if (this.#conversations.size === 0 || !isMute(layers[i + 1], p.registry)) return undefined;
    const ends = p.view(i) as unknown as Record<string, number>;
    const { src, dst } = p.view(i - 1) as unknown as Record<string, unknown>;
    if (typeof src !== 'string' || typeof dst !== 'string') return undefined;
    const transport = (layers[i] as AnyLayer).layerName;
    return this.#conversations.get(conversationKey({ transport, src, sport: ends[sport] as number, dst, dport: ends[dport] as number }));
  }

  #expectedOf(p: PacketObject, i: number, sport: string, dport: string): AnyLayer | undefined {
    if (this.#expected.size === 0) return undefined;
    const transport = p.shape.layers[i] as AnyLayer;
    const ends = p.view(i) as unknown as Record<string, number>;
    const below = p.view(i - 1) as unknown as Record<string, unknown>;
    const { src, dst } = below;
    for (const [address, port, peer] of [
      [dst, ends[dport], src],
      [src, ends[sport], dst],
    ] as const)
      for (const one of typeof address === 'string' ? [address, undefined] : [undefined])
        for (const other of typeof peer === 'string' ? [peer, undefined] : [undefined]) {
          const layer = this.#expected.get(keyOf(transport.layerName, one, port as number, other));
          if (layer !== undefined) return layer;
        }
    return undefined;
  }
}

showsAs(Session.prototype, sessionText, (session: Session) => session.toJSON());

/** How many entries each table has. */
function sessionText(session: Session): string {
  const { tables, expected, conversations, dropped } = session.toJSON();
  const sizes = [...Object.entries(tables), ['expected', expected] as const, ['conversations', conversations] as const].map(
    ([name, entries]) => `${name} ${entries.length}`,
  );
  return `[session: ${[...sizes, `dropped ${dropped}`].join(', ')}]`;
}

/** Whether octets that say nothing of what they are stand there: mere octets, or what the port alone takes for a part of a message. */
const isMute = (layer: AnyLayer | undefined, registry: Registry): boolean =>
  isRaw(layer) || (layer !== undefined && layer.spec.begins === undefined && registry.guesses('continued').includes(layer));

/** The packet with what layer `i` carries dissected as `layer`; as it is where that does not begin there. */
function graft(p: PacketObject, i: number, layer: AnyLayer): PacketObject {
  const frame = p.frame();
  const from = frame.headerEnd(i),
    to = frame.limit(i);
  if (from >= to) return p;
  const { registry } = p;
  const inner = wholeDissectorOf(registry)(p.b, from, to, layer.id);
  if (isRaw(inner.shape.layers[0]) && !isRaw(layer)) return p;
  let shape: Shape = registry.root;
  const starts: number[] = [];
  const add = (l: AnyLayer, at: number): void => {
    shape = shape.kid(l);
    starts.push(at);
  };
  for (let j = 0; j <= i; j++) add(p.shape.layers[j] as AnyLayer, frame.locate(j));
  inner.shape.layers.forEach((l, j) => {
    if (!isPadding(l)) add(l, inner.$offset(j));
  });
  const end = shape.levels === null ? inner.end : p.e;
  // What the inner layers leave out, and what the outer ones had left out.
  if (inner.end < p.e) add(Padding as unknown as AnyLayer, inner.end);
  const made = new PacketObject(p.b, p.s, p.e, end, shape, 0, 0, 0, 0, 0, 0, 0, 0, null);
  made.take(p.b, p.s, p.e, end, shape, Int32Array.from(starts));
  made.x = p.x;
  return made;
}
