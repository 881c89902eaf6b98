/** From the pieces of a datagram to the packet that was not fragmented. */
import { internetChecksum } from '../../bytes/checksum.ts';
import { setWord, word } from '../../bytes/words.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import { wholeDissectorOf } from '../../packet/object/dissector.ts';
import type { Datagram, Head } from './datagram.ts';
import { IPV6_HEADER } from './find-fragment.ts';
import { mended, rightBefore } from './mended.ts';

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
  const { data, start } = inOne(pieces.data, pieces.lead, head, length);
  const payload = start + head.length;
  const end = payload + length;
  const at = start + head.ip;
  if (head.version === 4) {
    setWord(data, at + 2, end - at);
    setWord(data, at + 6, word(data, at + 6) & ~OF_A_FRAGMENT);
    setWord(data, at + 10, 0);
    setWord(data, at + 10, internetChecksum(data, at, payload));
  } else setWord(data, at + 4, end - at - IPV6_HEADER);
  const made = { data, start, end, first: head.first, ip: at, payload, packets };
  return head.fragment !== undefined ? outerMended(made, head, registry) : made;
}

/** Memory with the headers before the payload, where they mostly stand already. */
function inOne(data: Uint8Array, lead: number, head: Head, length: number): { data: Uint8Array; start: number } {
  if (head.long === undefined) return { data, start: lead - head.length };
  const longer = new Uint8Array(head.length + length);
  longer.set(head.long);
  longer.set(data.subarray(lead, lead + length), head.length);
  return { data: longer, start: 0 };
}

/** The headers around a tunnel's inner packet speak of one fragment: they are to speak of the whole. */
function outerMended(made: Assembled, { length, fragment, depth }: Head, registry: Registry): Assembled {
  const { data, start, end, first } = made;
  const before = wholeDissectorOf(registry)(fragment as Uint8Array, 0, (fragment as Uint8Array).length, first);
  const whole = mended(data.slice(start, end), before, length, rightBefore(before, depth));
  return { ...made, data: whole, start: 0, end: whole.length, ip: made.ip - start, payload: made.payload - start };
}
