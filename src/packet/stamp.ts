/**
 * The fastest way to many packets that differ in a few numbers: the octets of one packet, copied and patched. Checksums
 * are not summed up anew: the sum of what stays is known, what changes is added (RFC 1071 §2, the sum's order is free).
 */
import { sumOctets } from '../bytes/checksum.ts';
import { PacketwrightError } from '../bytes/errors.ts';
import { Constants } from './code/constants.ts';
import { evaluate } from './code/evaluate.ts';
import { misfit, nearest } from './code/layer-code.ts';
import { misfitText, storeText } from './code/text.ts';
import type { FrameBuffer } from './frame-buffer.ts';
import type { AnyLayer, Layer } from './layer.ts';
import type { Slot } from './layout.ts';
import type { Packet } from './packet.ts';
import { objectOf } from './packet-object.ts';

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

/**
 * Makes a stamp of a packet.
 * @throws ERR_LAYER, ERR_FIELD for what is not there; ERR_VALUE for a field that is no number, or whose change would move others.
 */
export function stamp<const F extends readonly StampField[]>(packet: Packet<any>, fields: F): Stamp<F> {
  const p = objectOf(packet);
  const image = p.bytes.slice();
  const autos = p.autos();
  const frame = p.frame();
  const base = p.s;
  const patches = fields.map(([layer, name]): Patch => {
    const i = p.depthOf(layer);
    if (i < 0)
      throw new PacketwrightError('ERR_LAYER', `this packet (${p.shape.text}) has no ${layer.layerName}`, { layer: layer.layerName });
    const slot = layer.layout.byName.get(name);
    if (slot === undefined) {
      const near = nearest(name, layer.layout.byName.keys());
      throw new PacketwrightError(
        'ERR_FIELD',
        `${layer.layerName} has no field '${name}'${near === undefined ? '' : `; did you mean '${near}'?`}`,
        { layer: layer.layerName, field: name },
      );
    }
    if (slot.anchor > 0 || (slot.kind.form !== 'integer' && slot.kind.label !== 'ipv4') || slot.options.measures !== undefined)
      throw new PacketwrightError(
        'ERR_VALUE',
        `${layer.layerName}.${name} cannot vary in a stamp: only numbers with a fixed place and IPv4 addresses can`,
        { layer: layer.layerName, field: name },
      );
    return { layer, slot, start: frame.locate(i) - base };
  });

  const c = new Constants();
  let body =
    'const o=f.room(N),b=f.data;if(f.n>1&&f.last===T)b.copyWithin(o,f.lastAt,f.lastAt+N);else b.set(I,o);f.last=T;f.lastAt=o;let s,q;';
  patches.forEach(({ layer, slot, start }, k) => {
    const as: Slot =
      slot.kind.form === 'integer'
        ? slot
        : ({ ...slot, kind: { form: 'integer', bits: 32, little: false, signed: false }, bits: 32 } as unknown as Slot);
    // The image keeps zeros where values go, so that the sums below are of what stays.
    const zero = evaluate('', `return (b,q)=>{${storeText(as, 'b', 'q', '0')}}`) as (b: Uint8Array, q: number) => void;
    zero(image, start);
    body += `if(${misfitText(as, `v${k}`)})${c.add(`M${k}`, (v: number) => misfit(layer, slot, v))}(v${k});q=o+${start};${storeText(as, 'b', 'q', `v${k}`)}`;
  });
  p.layers().forEach((layer, i) => {
    for (const slot of layer.layout.computed) {
      const mask = (autos[i] as number) & (1 << slot.computed);
      if (slot.options.checksums === undefined || mask === 0) continue;
      body += checksumText(slot, i);
    }
  });

  function checksumText(slot: Slot, i: number): string {
    const start = frame.locate(i) - base;
    const end = (slot.options.checksums === 'header' ? frame.headerEnd(i) : frame.end) - base;
    (evaluate('', `return (b,q)=>{${storeText(slot, 'b', 'q', '0')}}`) as (b: Uint8Array, q: number) => void)(image, start);
    const ranges: [number, number][] = [[start, end]];
    let known = 0;
    const protocol = slot.options.pseudoHeader;
    const j = protocol === undefined ? -1 : (p.shape.pseudo[i] as number);
    if (protocol !== undefined && j >= 0) {
      const below = p.shape.layers[j]?.spec.pseudoHeader;
      if (typeof below !== 'object')
        throw new PacketwrightError('ERR_VALUE', `${p.shape.text} cannot be stamped: its pseudo-header is not a range of octets`);
      const from = frame.locate(j) - base + below.from;
      ranges.push([from, from + below.to - below.from]);
      known = protocol + ((end - start) & 0xffff) + ((end - start) >>> 16);
    }
    for (const [from, to] of ranges) known += sumOctets(image, from, to);
    let terms = String(known);
    patches.forEach((patch, k) => {
      for (const [from, to] of ranges) {
        const at = patch.start * 8 + patch.slot.bit;
        if (at < from * 8 || at >= to * 8) continue;
        terms += wordsText(`v${k}`, at - from * 8, patch.slot.bits);
      }
    });
    return `s=${terms};s=(s&65535)+Math.floor(s/65536);s=(s&65535)+(s>>>16);s=~((s&65535)+(s>>>16))&65535;${slot.options.zeroIsNone ? 'if(s===0)s=65535;' : ''}q=o+${start};${storeText(slot, 'b', 'q', 's')}`;
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
  return { size: image.length, add: add as Stamp<F>['add'] };
}

/** What a value of `bits` bits, `bit` bits into the summed octets, adds to the sum of 16-bit words. */
function wordsText(v: string, bit: number, bits: number): string {
  let text = '';
  for (let w = bit >> 4; w <= (bit + bits - 1) >> 4; w++) {
    // The part of the value that lies in this word, shifted to its place there.
    const right = 16 * (w + 1) - (bit + bits);
    const from = Math.max(bit, 16 * w) - 16 * w,
      to = Math.min(bit + bits, 16 * w + 16) - 16 * w;
    const mask = (0xffff >>> from) & (0xffff << (16 - to)) & 0xffff;
    text += `+(${right >= 0 ? `(${v}<<${right})` : `(${v}>>>${-right})`}&${mask})`;
  }
  return text;
}
