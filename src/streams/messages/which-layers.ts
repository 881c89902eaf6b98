/** Which layers the messages of a connection may be: by its ports, as the registry binds them; by what they begin with. */
import type { Registry } from '../../packet/chain/registry.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import type { Connection } from '../tcp/connection.ts';
import { whyNotCut } from './cuttable.ts';

const SPACE = 'tcp.port';

/** What `as` may be: a layer; several, which are tried in order; or a function that tells for each connection (undefined: by its ports). */
export type MessageLayers = AnyLayer | readonly AnyLayer[] | ((connection: Connection) => AnyLayer | readonly AnyLayer[] | undefined);

const isLayer = (v: MessageLayers): v is AnyLayer => typeof v === 'function' && 'layerName' in v;
const asList = (v: AnyLayer | readonly AnyLayer[]): readonly AnyLayer[] => (typeof v === 'function' ? [v] : v);

/** The layers of these ports, and those that are tried anywhere: each once, and only those that can be cut. */
function layersOf(registry: Registry, ports: readonly number[]): AnyLayer[] {
  const space = registry.space(SPACE);
  const told = ports.flatMap((port) => registry.told(SPACE)?.get(port) ?? []);
  const bound = ports.flatMap((port) => space.get(port) ?? []);
  return [...new Set([...told, ...bound, ...registry.guesses(SPACE)])].filter((layer) => whyNotCut(layer) === undefined);
}

const known = /* @__PURE__ */ new WeakMap<Registry, Map<number, readonly AnyLayer[]>>();

/** The same, made once for two ports. */
function layersOfPorts(registry: Registry, first: number, second: number): readonly AnyLayer[] {
  const space = registry.space(SPACE);
  // Most ports mean nothing, and need no entry of their own.
  const a = space.has(first) ? first : 0,
    b = space.has(second) ? second : 0;
  let lists = known.get(registry);
  if (lists === undefined) known.set(registry, (lists = new Map()));
  const key = a * 65_536 + b;
  let list = lists.get(key);
  if (list === undefined) lists.set(key, (list = layersOf(registry, [a, b])));
  return list;
}

/** The layers that messages of a connection may be, in the order in which they are tried. */
export function layersFor(registry: Registry, connection: Connection, as: MessageLayers | undefined): readonly AnyLayer[] {
  const given = as === undefined || isLayer(as) || typeof as !== 'function' ? as : as(connection);
  if (given !== undefined) return asList(given);
  return layersOfPorts(registry, connection.server.port, connection.client.port);
}

/** The layers that may go through a tunnel to a port. */
export const tunnelLayers = (registry: Registry, port: number): readonly AnyLayer[] => layersOfPorts(registry, port, 0);

/** The layers that may follow one that was found without a number. */
export function familyOf(registry: Registry, layer: AnyLayer): readonly AnyLayer[] {
  const port = registry.valueFor(SPACE, layer);
  const family = port === undefined ? [] : (registry.space(SPACE).get(port) ?? []).filter((one) => whyNotCut(one) === undefined);
  return family.includes(layer) ? family : [layer];
}
