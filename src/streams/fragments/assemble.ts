/** From the pieces of a datagram to the packet that was not fragmented. */
import { internetChecksum } from '../../bytes/checksum.ts';
import { setWord, word } from '../../bytes/words.ts';
import { MAX_LAYERS } from '../../packet/chain/limits.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import type { Shape } from '../../packet/chain/shape.ts';
import { judge } from '../../packet/laid/judge.ts';
import { Raw } from '../../packet/layer/raw.ts';
import { wholeDissectorOf } from '../../packet/object/dissector.ts';
import { PacketObject } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import type { Datagram, Head } from './datagram.ts';
import { IPV6_HEADER } from './find-fragment.ts';

/** A packet put together. */
export interface Assembled {
  /** The octets of the whole packet, from its link header on, are `start` to `end` of `data`. */
  readonly data: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** Id of the layer that it begins with. */
  readonly first: number;
  /** Where its IP header begins in `data`, and the payload behind it. */
  readonly ip: number;
  readonly payload: number;
  /** The packets that it came from, by number (1: the first that was given), in the order in which they came. */
  readonly packets: readonly number[];
}

/** More fragments, and the offset (RFC 791 §3.1): "do not fragment" and the reserved bit stay. */
const OF_A_FRAGMENT = 0x3fff;

export function assemble(datagram: Datagram, registry: Registry): Assembled {
  const { pieces, packets, length } = datagram;
  const head = datagram.head as Head;
  const { octets, ip } = head;
  const { data, start } = inOne(pieces.data, pieces.lead, octets, length);
  const payload = start + octets.length;
  const end = payload + length;
  data.set(octets, start);
  const at = start + ip;
  if (head.version === 4) {
    setWord(data, at + 2, end - at);
    setWord(data, at + 6, word(data, at + 6) & ~OF_A_FRAGMENT);
    setWord(data, at + 10, 0);
    setWord(data, at + 10, internetChecksum(data, at, payload));
  } else setWord(data, at + 4, end - at - IPV6_HEADER);
  const made = { data, start, end, first: head.first, ip: at, payload, packets };
  return head.fragment !== undefined ? outerMended(made, head, registry) : made;
}

/** Memory with the payload at its place, and room for the headers before it. */
function inOne(data: Uint8Array, lead: number, head: Uint8Array, length: number): { data: Uint8Array; start: number } {
  if (head.length <= lead) return { data, start: lead - head.length };
  const longer = new Uint8Array(head.length + length);
  longer.set(data.subarray(lead, lead + length), head.length);
  return { data: longer, start: 0 };
}

/** The headers around a tunnel's inner packet speak of one fragment: what was right in them for that is right again for the whole. */
function outerMended(made: Assembled, { octets, fragment, depth }: Head, registry: Registry): Assembled {
  const { data, start, end, first } = made;
  const before = wholeDissectorOf(registry)(fragment as Uint8Array, 0, (fragment as Uint8Array).length, first);
  const autos = judge(before.frame(), before.shape).slice(0, depth);
  // The same layers up to the inner IP header's end, and octets.
  const starts = new Int32Array(MAX_LAYERS + 2);
  let shape: Shape = before.shape.registry.root;
  for (let i = 0; i < before.shape.depth && before.$offset(i) < octets.length; i++) {
    starts[shape.depth] = before.$offset(i);
    shape = shape.kid(before.shape.layers[i] as AnyLayer);
  }
  starts[shape.depth] = octets.length;
  shape = shape.kid(Raw as unknown as AnyLayer);
  const whole = data.slice(start, end);
  const after = new PacketObject(whole, 0, 0, 0, shape, 0, 0, 0, 0, 0, 0, 0, 0, null);
  after.take(whole, 0, whole.length, whole.length, shape, starts);
  const { length } = after.computed(autos).bytes;
  return { ...made, data: whole, start: 0, end: length, ip: made.ip - start, payload: made.payload - start };
}
