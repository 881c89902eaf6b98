/** A packet made anew of nothing but the values that were read. */
import { toHex } from '../../src/bytes/hex.ts';
import { values } from '../../src/packet/change.ts';
import type { Packet } from '../../src/packet/packet.ts';
import { objectOf } from '../../src/packet/packet-object.ts';
import { packet } from '../../src/protocols/protocols.ts';

/** Every field of every layer is read, and given. */
export function rebuilt(p: Packet): Uint8Array {
  const object = objectOf(p);
  const parts = p.layers().map((layer, i) => layer(values(object.view(i) as unknown as Record<string, unknown>)));
  return (packet(...parts) as Packet).bytes;
}

/** Where octets differ, for a message; undefined when they do not. */
export function difference(p: Packet, want: Uint8Array, got: Uint8Array): string | undefined {
  if (want.length === got.length && want.every((x, i) => x === got[i])) return undefined;
  let at = 0;
  while (at < want.length && want[at] === got[at]) at++;
  const place = at < want.length ? p.at(at) : undefined;
  const around = (b: Uint8Array): string => toHex(b.subarray(Math.max(at - 4, 0), at + 12));
  return `${p.layers().map((l) => l.layerName).join('/')}: ${want.length} octets became ${got.length}; first other one at ${at}${place === undefined ? '' : ` (${place.layer}.${place.field ?? '?'})`}: …${around(want)}… became …${around(got)}…`;
}
