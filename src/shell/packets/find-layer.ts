/** Looking for layers in a packet: `p[TCP]`, `p[TCP:2]`, `p["TCP"]`, `p.getlayer(TCP, 2, dport=80)`. */
import { HTTP_MESSAGES } from './extras/http-layer.ts';
import { isLayer } from './is-layer.ts';
import type { ScapyPacket } from './scapy-packet.ts';

/** A layer's name that a key stands for; undefined for what is none. */
export function layerNameOf(key: unknown): string | undefined {
  if (isLayer(key)) return key.layerName;
  return typeof key === 'string' ? key : undefined;
}

/** The nth packet of the chain that is of this layer (1 is the first), or undefined. A number is the place in the chain. */
export function findLayer(
  p: ScapyPacket,
  key: unknown,
  nth = 1,
  fits: (node: ScapyPacket) => boolean = () => true,
): ScapyPacket | undefined {
  if (typeof key === 'number') return [...withInside(p)].at(key + nth - 1);
  const [name, number] = numbered(layerNameOf(key));
  let left = number ?? nth;
  for (const node of withInside(p)) if (isOf(node, name) && fits(node) && --left === 0) return node;
  return undefined;
}

/** The layers from this one in, each with the packets that lie in its fields: DNS has its records there. */
export function* withInside(p: ScapyPacket): Generator<ScapyPacket> {
  for (const node of p.chain()) {
    yield node;
    for (const record of node.inside()) yield* withInside(record);
  }
}

/** `"TCP:2"` is the second. */
function numbered(name: string | undefined): [string | undefined, number?] {
  const found = /^(.*):(\d+)$/.exec(name ?? '');
  return found === null ? [name] : [found[1], Number(found[2])];
}

/** ICMPv6 echo requests and the like are packets of one kind in scapy's recipes: `Packet` fits all. */
const isOf = (node: ScapyPacket, name: string | undefined): boolean =>
  node.layer.layerName === name ||
  name === 'Packet' ||
  (name === 'HTTP' && node.isRead && HTTP_MESSAGES.has(node.layer.layerName)) ||
  (name === 'NTP' && node.layer.layerName === 'NTPHeader');
