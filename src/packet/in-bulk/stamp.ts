/**
 * The fastest way to many packets that differ in a few numbers: the octets of one packet, copied and patched. Checksums
 * are not summed up anew: the sum of what stays is known, what changes is added (RFC 1071 §2, the sum's order is free).
 */
import { sumOctets } from '../../bytes/checksum.ts';
import type { IntegerKind } from '../spec/field.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { isFixed } from '../code/anchor.ts';
import { Constants } from '../code/constants.ts';
import { evaluate } from '../code/evaluate.ts';
import { around, aroundText, encoder, misfit } from '../spec/given-value.ts';
import { slotOf } from '../spec/slot-of.ts';
import { misfitText, partText, piecesOf, storeText } from '../code/text.ts';
import { FrameBuffer } from './frame-buffer.ts';
import { standing } from '../spec/condition-holds.ts';
import { pseudoRanges } from '../chain/pseudo-sum.ts';
import type { AnyLayer, Layer } from '../spec/spec.ts';
import type { Kind } from '../spec/field.ts';
import type { Slot } from '../spec/slot.ts';
import type { Packet } from '../laid/packet.ts';
import { objectOf, type PacketObject } from '../object/packet-object.ts';
import { positionAt } from '../laid/position.ts';

/** A field that varies: its layer and name. */
export type StampField = readonly [layer: Layer<string, any, any>, field: string];

/** Adds packets to a buffer: one number for each field that varies (an IPv4 address as unsigned 32 bits). */
export interface Stamp<F extends readonly StampField[]> {
  add(frames: FrameBuffer, ...values: { [K in keyof F]: number }): void;
  /** Octets of each packet. */
  readonly size: number;
}

interface Patch {
  readonly layer: AnyLayer;
  readonly slot: Slot;
  /** Octets from the packet's start to the field's layer. */
  readonly start: number;
}

/** Whether a stamp takes it as a number. */
const isNumber = (kind: Kind): boolean => kind.form === 'integer' || (kind.form === 'fixed' && kind.value === 'ipv4');

/** Whether a field lies in the octets from … to: it is summed whole, or not at all. */
const lies = ({ slot, start }: Patch, from: number, to: number): boolean =>
  start * 8 + slot.bit >= from * 8 && start * 8 + slot.bit < to * 8;

/**
 * Makes a stamp of a packet.
 * @throws ERR_LAYER, ERR_FIELD for a layer or field that does not exist; ERR_VALUE for a field that is not a number, or whose change would
 *   move others.
 */
export function stamp<const F extends readonly StampField[]>(packet: Packet<any>, fields: F): Stamp<F> {
  const p = objectOf(packet);
  const image = p.bytes.slice();
  const autos = p.autos();
  const frame = p.frame();
  const base = p.s;
  const patches = fields.map(([layer, name]): Patch => {
    const i = p.$must(layer);
    const slot = standing(layer, slotOf(layer, name), p.b, frame.locate(i));
    if (slot === undefined || !isFixed(slot) || !isNumber(slot.kind) || slot.options.measures !== undefined)
      throw new PacketwrightError(
        'ERR_VALUE',
        `${layer.layerName}.${name} cannot vary in a stamp: only numbers with a fixed place and IPv4 addresses can`,
        { layer: layer.layerName, field: name },
      );
    return { layer, slot, start: frame.locate(i) - base };
  });

  const c = new Constants();
  let body =
    'const o=f.room(N),b=f.data;if(f.n>1&&f.last===T)b.copyWithin(o,f.lastAt,f.lastAt+N);else b.set(I,o);f.last=T;f.lastAt=o;let q;';
  patches.forEach(({ layer, slot, start }, k) => {
    const as: Slot =
      slot.kind.form === 'integer'
        ? slot
        : ({ ...slot, kind: { form: 'integer', bits: 32, little: false, signed: false }, bits: 32 } as unknown as Slot);
    // The image keeps zeros where values go, so that the sums below are of what stays.
    const zero = evaluate('', `return (b,q)=>{${storeText(as, 'b', 'q', '0')}}`) as (b: Uint8Array, q: number) => void;
    zero(image, start);
    // What is given for a field with a scale is not yet the number to be stored.
    if (slot.kind.form === 'integer' && slot.kind.decode !== undefined) body += `v${k}=${c.add(`E${k}`, encoder(layer, slot))}(v${k});`;
    body += `${aroundText(slot.kind as IntegerKind, misfitText(as, `v${k}`), `v${k}`, () => c.add(`O${k}`, around))}if(${misfitText(as, `v${k}`)})${c.add(`M${k}`, (v: number) => misfit(layer, slot, v))}(v${k});q=o+${start};${storeText(as, 'b', 'q', `v${k}`)}`;
  });
  // From the innermost layer out: a checksum may cover others.
  const sums: Patch[] = [];
  for (let i = p.shape.depth - 1; i >= 0; i--) {
    const layer = p.shape.layers[i] as AnyLayer;
    for (const slot of layer.layout.computed) {
      const mask = (autos[i] as number) & (1 << slot.computed);
      const given = patches.some((patch) => patch.layer === layer && patch.slot === slot && p.depthOf(layer) === i);
      const there = isFixed(slot) && standing(layer, slot, image, frame.locate(i) - base) === slot;
      if (slot.options.checksums !== undefined && slot.options.sum === undefined && there && mask !== 0 && !given)
        body += checksumText(layer, slot, i);
    }
  }

  function checksumText(layer: AnyLayer, slot: Slot, i: number): string {
    const start = frame.locate(i) - base;
    const end = (slot.options.checksums === 'header' ? frame.headerEnd(i) : frame.limit(i)) - base;
    (evaluate('', `return (b,q)=>{${storeText(slot, 'b', 'q', '0')}}`) as (b: Uint8Array, q: number) => void)(image, start);
    const ranges: [number, number][] = [[start, end]];
    let known = 0;
    const protocol = slot.options.pseudoHeader;
    const j = protocol === undefined ? -1 : (p.shape.pseudo[i] as number);
    if (protocol !== undefined && j >= 0) {
      const below = p.shape.layers[j]?.spec.pseudoHeader;
      if (typeof below !== 'object')
        throw new PacketwrightError('ERR_VALUE', `${p.shape.text} cannot be stamped: its pseudo-header is not one range of octets`);
      ranges.push(...pseudoRanges(below, image, frame.locate(j) - base, frame.headerEnd(j) - base));
      known = protocol + ((end - start) & 0xffff) + ((end - start) >>> 16);
    }
    for (const [from, to] of ranges) known += sumOctets(image, from, to);
    let terms = String(known);
    patches.forEach((patch, k) => {
      for (const [from, to] of ranges) if (lies(patch, from, to)) terms += wordsText(`v${k}`, patch, from);
    });
    // Checksums of layers above it, which vary too.
    sums.forEach((sum, k) => {
      for (const [from, to] of ranges) if (lies(sum, from, to)) terms += wordsText(`s${k}`, sum, from);
    });
    const s = `s${sums.length}`;
    sums.push({ layer, slot, start });
    return `let ${s}=${terms};${s}=(${s}&65535)+Math.floor(${s}/65536);${s}=(${s}&65535)+(${s}>>>16);${s}=~((${s}&65535)+(${s}>>>16))&65535;${slot.options.zeroIsNone ? `if(${s}===0)${s}=65535;` : ''}q=o+${start};${storeText(slot, 'b', 'q', s)}`;
  }

  const token = {};
  const add = evaluate(
    ['N', 'I', 'T', ...c.names].join(),
    `return (f${patches.map((_, k) => `,v${k}`).join('')})=>{${body}}`,
    image.length,
    image,
    token,
    ...c.values,
  );
  check(p, patches, add as Parameters<typeof check>[2]);
  return { size: image.length, add: add as Stamp<F>['add'] };
}

/** What a value adds to the sum of 16-bit words that begins at octet `from`. */
function wordsText(v: string, { slot, start }: Patch, from: number): string {
  if (slot.kind.form === 'integer' && slot.kind.little)
    return piecesOf(slot)
      .map(({ octet, right, mask }) => `+${(start + octet - from) % 2 === 0 ? '256*' : ''}(${partText(v, right)}&${mask})`)
      .join('');
  const bit = (start - from) * 8 + slot.bit;
  const end = bit + slot.bits;
  let text = '';
  for (let w = bit >> 4; w <= (end - 1) >> 4; w++) {
    // The part of the value that lies in this word, shifted to its place there.
    const right = 16 * (w + 1) - end;
    const first = Math.max(bit, 16 * w) - 16 * w,
      last = Math.min(end, 16 * w + 16) - 16 * w;
    const mask = (0xffff >>> first) & (0xffff << (16 - last)) & 0xffff;
    text += `+(${right >= 0 ? `(${v}<<${right})` : `(${v}>>${-right})`}&${mask})`;
  }
  return text;
}

/** Stamps one packet and builds the same: what is computed by a function of its own is no sum of what varies. */
function check(p: PacketObject, patches: readonly Patch[], add: (frames: FrameBuffer, ...values: number[]) => void): void {
  const frames = new FrameBuffer(p.length, 1);
  const built = p.copy();
  const sample = patches.map(({ layer, slot }) => {
    const { kind, bits } = slot;
    const raw = Math.floor(0x5555_5555 % 2 ** (kind.form === 'integer' && kind.signed ? bits - 1 : bits));
    const scaled = kind.form === 'integer' && kind.decode !== undefined ? Number(kind.decode(raw)) : raw;
    built.set(layer, { [slot.name]: scaled });
    return scaled;
  });
  add(frames, ...sample);
  const got = frames.data.subarray(0, p.length);
  const at = built.bytes.findIndex((x, i) => x !== got[i]);
  if (at < 0) return;
  const place = positionAt(p, 8 * at);
  throw new PacketwrightError(
    'ERR_VALUE',
    `${p.shape.text} cannot be stamped so: ${place?.layer}.${place?.field} depends on what varies and is not a checksum`,
    {
      layer: place?.layer,
      field: place?.field,
    },
  );
}
