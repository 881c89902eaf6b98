/** A packet made anew of nothing but the values that were read. */
import { toHex } from '../../src/bytes/hex.ts';
import { values } from '../../src/packet/laid/change.ts';
import type { AnyLayer, Layer } from '../../src/packet/spec/spec.ts';
import { isView } from '../../src/packet/spec/view.ts';
import type { Packet } from '../../src/packet/laid/packet.ts';
import { objectOf } from '../../src/packet/object/packet-object.ts';
import type { Registry } from '../../src/packet/chain/registry.ts';
import { packetFunction } from '../../src/packet/packet-functions.ts';
import { dissect, protocols } from '../../src/protocols/protocols.ts';

/** Every field of every layer is read, and given; records and lists in them as they were read. */
export const rebuilt = (p: Packet): Uint8Array => built(p, (v) => v);

/**
 * The same, with nothing handed on that knows where it was read: records as plain values, at every depth, so that no encoder is
 * spared by copying what stood in the same place. DNS's messages alone keep what they read, for how a message shortened its names is not in
 * their values: `sameMeaning` looks at those.
 */
export const rebuiltDeeply = (p: Packet): Uint8Array => built(p, (v, layer) => (isDns(layer) ? v : deep(v)));

/** DNS, mDNS and LLMNR. */
const isDns = (layer: AnyLayer): boolean => layer.layout.variables.some(({ kind }) => kind.form === 'variable' && kind.rewrites === true);

function built(p: Packet, of: (value: unknown, layer: AnyLayer) => unknown): Uint8Array {
  const object = objectOf(p);
  const parts = p.layers().map((layer, i) => {
    const read = values(object.view(i) as unknown as Record<string, unknown>);
    return layer(Object.fromEntries(Object.entries(read).map(([name, v]) => [name, of(v, layer)])));
  });
  return (packetFunction(object.registry)(...parts) as Packet).bytes;
}

/** Values with all that lies in them as plain values. `without`: fields of records to leave out. */
export function deep(v: unknown, without: readonly string[] = []): unknown {
  if (Array.isArray(v)) return v.map((x) => deep(x, without));
  if (typeof v !== 'object' || v === null) return v;
  const fields = isView(v) ? values(v) : Object.getPrototypeOf(v) === Object.prototype ? v : undefined;
  if (fields === undefined) return v;
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([name]) => !without.includes(name))
      .map(([name, x]) => [name, deep(x, without)]),
  );
}

/** A DNS message's values as they were read, and as a message made of the plain values alone is read. */
export function sameMeaning(p: Packet): { read: unknown; again: unknown } | undefined {
  const object = objectOf(p);
  const i = p.layers().findIndex(isDns);
  if (i < 0) return undefined;
  const layer = p.layers()[i] as AnyLayer;
  // A name in full is longer.
  const meaning = (v: unknown): Record<string, unknown> => deep(v, ['rdlen']) as Record<string, unknown>;
  const read = meaning(object.view(i));
  const made = packetFunction(object.registry)(layer(read)) as Packet;
  return { read, again: meaning(objectOf(dissect(made.bytes, layer, { registry: object.registry })).view(0)) };
}

/** The layers' names: `IP/ICMP`. */
export const chainOf = (p: Packet): string => objectOf(p).built().shape.text;

/** Where octets differ, for a message; undefined when they do not. */
export function difference(p: Packet, want: Uint8Array, got: Uint8Array): string | undefined {
  if (want.length === got.length && want.every((x, i) => x === got[i])) return undefined;
  let at = 0;
  while (at < want.length && want[at] === got[at]) at++;
  const place = at < want.length ? p.at(at) : undefined;
  const around = (b: Uint8Array): string => toHex(b.subarray(Math.max(at - 4, 0), at + 12));
  return `${chainOf(p)}: ${want.length} octets became ${got.length}; first other one at ${at}${place === undefined ? '' : ` (${place.layer}.${place.field ?? '?'})`}: …${around(want)}… became …${around(got)}…`;
}

/**
 * The octets after a field of the outermost layer was set to the value that it had: lengths and checksums are computed again, but
 * what was right comes out the same, and what was wrong is left alone. A checksum left to the network card is not looked at: it is
 * made whole, as intended.
 */
export function touched(octets: Uint8Array, first: AnyLayer, registry: Registry = protocols): Uint8Array {
  const p = dissect(octets, first, { registry });
  const [layer] = p.layers() as [AnyLayer];
  const slot = layer.layout.slots.find((s) => s.anchor === 0 && s.variable < 0 && s.computed < 0);
  if (slot === undefined || isOffloaded(p)) return octets;
  const before = (objectOf(p).view(0) as unknown as Record<string, unknown>)[slot.name];
  p.set(layer as Layer<string, unknown, Record<string, unknown>>, { [slot.name]: before });
  return p.bytes;
}

/** Whether a checksum is only the pseudo-header's sum (Linux's CHECKSUM_PARTIAL). */
function isOffloaded(p: Packet): boolean {
  const frame = objectOf(p).frame();
  return p
    .layers()
    .some((layer, i) =>
      layer.layout.computed.some(
        (s) =>
          s.options.pseudoHeader !== undefined && layer.code.load(s, frame.b, frame.locate(i)) === frame.pseudo(i, s.options.pseudoHeader),
      ),
    );
}
