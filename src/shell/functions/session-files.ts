/** save_session and load_session: the user's data and packets as JSON. Never code: a file of somebody else runs nothing. */
import { readFile, writeFile } from 'node:fs/promises';
import { fromHex, toHex } from '../../bytes/hex.ts';
import type { PacketMeta } from '../../packet/laid/packet.ts';
import { QueryAnswer, ScapyList } from '../lists/scapy-list.ts';
import { FlagValue } from '../packets/flag-value.ts';
import { isLayer } from '../packets/is-layer.ts';
import { ScapyPacket } from '../packets/scapy-packet.ts';
import { Tuple } from '../python/behaviour.ts';
import { functions } from '../python/callable.ts';
import { Dict } from '../python/containers/dict.ts';
import { PySet } from '../python/containers/sets.ts';
import { valueError } from '../python/errors.ts';
import { Float, isPlain } from '../python/kinds.ts';
import type { Shell } from '../session.ts';
import { expandHome } from './paths.ts';

const FORMAT = 'packetwright session';

/** A value in the file: JSON's own kinds stand for themselves, all others are objects with a kind. */
type Saved = null | boolean | number | string | readonly Saved[] | { readonly kind: string; readonly [name: string]: unknown };

/** What is no data: a function, a class, an open file. */
class NoData extends Error {}

export function sessionFileFunctions(shell: Shell): Record<string, unknown> {
  /** What the session began with is not saved. */
  let initial: ReadonlyMap<string, unknown> = new Map();
  queueMicrotask(() => {
    initial = new Map(shell.names);
  });
  return functions({
    'save_session(fname)': async (path: string) => {
      const names: Record<string, Saved> = {};
      const left: string[] = [];
      for (const [name, value] of shell.names) {
        if (name.startsWith('_') || (initial.has(name) && initial.get(name) === value)) continue;
        try {
          names[name] = saved(value);
        } catch (error) {
          if (!(error instanceof NoData)) throw error;
          left.push(name);
        }
      }
      await writeFile(expandHome(path), `${JSON.stringify({ format: FORMAT, version: 1, names }, null, 1)}\n`);
      if (left.length > 0) shell.note(`left out, for they are no data: ${left.join(', ')}`);
      return null;
    },
    'load_session(fname)': async (path: string) => {
      for (const [name, value] of Object.entries(await namesIn(path))) shell.names.set(name, loaded(shell, value));
      return null;
    },
  });
}

async function namesIn(path: string): Promise<Record<string, Saved>> {
  const text = await readFile(expandHome(path), 'utf8');
  try {
    const all = JSON.parse(text) as { format?: unknown; names?: Record<string, Saved> };
    if (all.format === FORMAT && typeof all.names === 'object') return all.names;
  } catch {
    // The same words as for JSON of something else.
  }
  throw valueError(`${path}: expected a file that save_session() wrote`);
}

function saved(value: unknown): Saved {
  if (value === null || value === undefined) return null;
  if (typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { kind: 'float', text: String(value) };
  if (typeof value === 'bigint') return { kind: 'int', text: String(value) };
  if (value instanceof Float) return { kind: 'float', text: String(value.value) };
  if (value instanceof FlagValue) return value.value;
  if (value instanceof Uint8Array) return { kind: 'bytes', hex: toHex(value) };
  if (value instanceof ScapyPacket) return savedPacket(value);
  if (value instanceof QueryAnswer) return { kind: 'pair', items: [savedPacket(value.query), savedPacket(value.answer)] };
  if (value instanceof ScapyList) return { kind: 'packets', name: value.listName, pairs: value.pairs, items: value.items.map(saved) };
  if (value instanceof Tuple) return { kind: 'tuple', items: Array.from(value, saved) };
  if (Array.isArray(value)) return Array.from(value as unknown[], saved);
  if (value instanceof Dict) return { kind: 'dict', items: [...value.entries()].map(([k, v]) => [saved(k), saved(v)]) };
  if (value instanceof PySet) return { kind: 'set', items: [...(value as unknown as Iterable<unknown>)].map(saved) };
  if (isPlain(value)) return { kind: 'object', items: Object.entries(value).map(([k, v]) => [k, saved(v)]) };
  throw new NoData();
}

/** What was read: its octets. What was made: the values that were given, so that the rest is still computed. */
function savedPacket(p: ScapyPacket): Saved {
  if (p.chain().some((node) => node.isRead))
    return { kind: 'read', layer: p.layer.layerName, hex: toHex(p.octets()), meta: plainMeta(p.told.meta), sent: p.told.sentTime ?? null };
  return {
    kind: 'packet',
    layers: p.chain().map((node) => [node.layer.layerName, [...node.given].map(([name, value]) => [name, saved(value)])]),
    sent: p.told.sentTime ?? null,
  };
}

const plainMeta = (meta: PacketMeta | undefined): PacketMeta =>
  Object.fromEntries(Object.entries(meta ?? {}).filter(([, v]) => ['number', 'string', 'boolean'].includes(typeof v)));

function loaded(shell: Shell, value: Saved): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((one) => loaded(shell, one as Saved));
  const { kind, text, hex, items, ...more } = value as Record<string, unknown>;
  const all = (): unknown[] => (items as Saved[]).map((one) => loaded(shell, one));
  const pairs = (): [unknown, unknown][] => (items as [Saved, Saved][]).map(([k, v]) => [loaded(shell, k), loaded(shell, v)]);
  switch (kind) {
    case 'int':
      return BigInt(String(text));
    case 'float':
      return Number.isInteger(Number(text)) ? new Float(Number(text)) : Number(text);
    case 'bytes':
      return fromHex(String(hex));
    case 'tuple':
      return new Tuple(all());
    case 'dict':
      return new Dict(pairs());
    case 'set':
      return new PySet(all());
    case 'object':
      return Object.fromEntries(pairs());
    case 'pair': {
      const [query, answer] = all();
      return new QueryAnswer(query as ScapyPacket, answer as ScapyPacket);
    }
    case 'packets':
      return new ScapyList(shell.place, all() as ScapyPacket[], String(more['name']), more['pairs'] === true);
    case 'read': {
      const p = ScapyPacket.ofOctets(shell.place, layerOf(shell, String(more['layer'])), fromHex(String(hex)));
      return told(p, more);
    }
    case 'packet':
      return told(madePacket(shell, more['layers'] as [string, [string, Saved][]][]), more);
    default:
      throw valueError(`load_session: a value of kind ${JSON.stringify(kind)} is not known: a later version wrote it`);
  }
}

function told(p: ScapyPacket, { meta, sent }: Record<string, unknown>): ScapyPacket {
  if (meta !== undefined) p.told.meta = meta as PacketMeta;
  if (typeof sent === 'number') p.told.sentTime = sent;
  return p;
}

function madePacket(shell: Shell, layers: readonly (readonly [string, readonly (readonly [string, Saved])[]])[]): ScapyPacket {
  const nodes = layers.map(([name, given]) => {
    const node = new ScapyPacket(shell.place, layerOf(shell, name));
    for (const [field, value] of given) node.setField(field, loaded(shell, value));
    return node;
  });
  const [first, ...others] = nodes;
  if (first === undefined) throw valueError('load_session: a packet without layers');
  return others.reduce((p, node) => p.over(node), first);
}

function layerOf(shell: Shell, name: string) {
  const layer = [...shell.place.registry.layers.values()].find((one) => one.layerName === name) ?? shell.names.get(name);
  if (isLayer(layer)) return layer;
  throw valueError(`load_session: no layer is called ${name}`);
}
