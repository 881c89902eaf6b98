/**
 * Headers written straight into somebody's octets, with nothing allocated: what C's `ip_pack_hdr` and `tcp_pack_hdr` do, for
 * every layer, from its spec.
 */
import { dissectorOf } from '../object/dissector.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { Constants } from '../code/constants.ts';
import { isFixed } from '../code/anchor.ts';
import { evaluate } from '../code/evaluate.ts';
import { around, aroundText, encoder, misfit } from '../spec/given-value.ts';
import { misfitText, piecesOf, storeText } from '../code/text.ts';
import { standing } from '../spec/condition-holds.ts';
import type { AnyLayer, Crafted } from '../spec/spec.ts';
import { CraftedLayer } from '../spec/crafted.ts';
import type { IntegerKind, Kind } from '../spec/field.ts';
import type { Slot } from '../spec/slot.ts';
import type { FieldPosition } from '../laid/packet.ts';
import { PacketObject } from '../object/packet-object.ts';
import { fieldPositions } from '../laid/position.ts';
import { Registry } from '../chain/registry.ts';
import { slotOf } from '../spec/slot-of.ts';

/** Writes a header at `at` of `b` and returns where it ends. */
export interface HeaderWriter<F extends readonly string[]> {
  /**
   * One value for each field that varies: a number (an IPv4 address as 32 bits, signed or unsigned), or octets, for any other field (MAC or
   * IPv6 addresses, 64-bit numbers …), as many as the field has. @throws ERR_RANGE, ERR_VALUE; ERR_TRUNCATED when `b` ends before the
   * header does
   */
  (b: Uint8Array, at: number, ...values: { [K in keyof F]: number | Uint8Array }): number;
  /** Octets of the header. */
  readonly size: number;
}

/**
 * Makes a writer of one layer's header. Values given in `header` are written as given; all other fields have their defaults. Lengths are
 * those of the header alone, and checksums are 0: `fillChecksums` fills them in.
 *
 * @throws ERR_FIELD; ERR_VALUE for a field that has no fixed place and size
 */
export function headerWriter<const F extends readonly string[]>(header: Crafted, fields: F): HeaderWriter<F> {
  const { layer } = header;
  const made = imageOf(header);
  const { image } = made;
  const c = new Constants();
  const written = new Uint8Array(image.length);
  let body = '';
  fields.forEach((name, k) => {
    const slot = placed(layer, slotOf(layer, name), made);
    const v = `v${k}`;
    if (slot.kind.form === 'fixed') {
      const { octets } = slot.kind;
      const first = slot.bit >> 3;
      body += `if(${v}.length!==${octets})${c.add(`W${k}`, () => wrongOctets(layer.layerName, slot, octets))}();`;
      for (let i = 0; i < octets; i++) body += `b[o+${first + i}]=${v}[${i}];`;
      written.fill(1, first, first + octets);
      return;
    }
    const kind = slot.kind as IntegerKind;
    const { decode } = kind;
    if (decode !== undefined) body += `${v}=${c.add(`E${k}`, encoder(layer, slot))}(${v});`;
    // 32 bits may be given signed too: such numbers need no memory of their own.
    const misfits = `${misfitText(slot, v)}${slot.bits === 32 ? `&&(${v}|0)!==${v}` : ''}`;
    body += `${aroundText(kind, misfits, v, () => c.add(`O${k}`, around))}if(${misfits})${c.add(`M${k}`, (x: unknown) => misfit(layer, slot, x))}(${v});${storeText(slot, 'b', 'o', v)}`;
    for (const { octet, mask } of piecesOf(slot)) if (mask === 0xff) written[octet] = 1;
  });
  let fixed = '';
  image.forEach((octet, i) => {
    if (written[i] === 0) fixed += `b[o+${i}]=${octet};`;
  });
  const short = c.add('S', (had: number) => tooShort(layer.layerName, image.length, had));
  const write = evaluate(
    c.names.join(),
    `return (b,o${fields.map((_, k) => `,v${k}`).join('')})=>{if(!(o>=0&&o+${image.length}<=b.length))${short}(b.length-o);${fixed}${body}return o+${image.length}}`,
    ...c.values,
  ) as HeaderWriter<F>;
  return Object.assign(write, { size: image.length });
}

/** The header as it is when no field varies, and where its fields are. Checksums that were not given are 0. */
function imageOf(header: Crafted): { image: Uint8Array; places: readonly FieldPosition[] } {
  if (!(header instanceof CraftedLayer))
    throw new PacketwrightError('ERR_VALUE', 'headerWriter takes one layer, such as IP({ ttl: 9 })', { header });
  const { layer, given } = header;
  const object = PacketObject.planned(new Registry([]), [header as unknown as Crafted]);
  const image = object.bytes.slice();
  for (const slot of layer.layout.computed) {
    const { measures, counts, selects } = slot.options;
    const isSum = measures === undefined && counts === undefined && selects === undefined;
    if (isSum && isFixed(slot) && standing(layer, slot, image, 0) === slot && given[slot.name] === undefined)
      layer.code.store(slot, image, 0, 0);
  }
  return { image, places: fieldPositions(object) };
}

/** A field as the number, or the octets, that stands at its place in this header. A conditional one must be there. @throws ERR_VALUE */
function placed(layer: AnyLayer, declared: Slot, { image, places }: ReturnType<typeof imageOf>): Slot {
  const slot = standing(layer, declared, image, 0) ?? declared;
  const { kind, name } = slot;
  const place = places.find(({ field }) => field === name);
  if (place !== undefined && slot.anchor === 0 && kind.form === 'integer') return slot;
  if (place !== undefined && place.bits > 0 && place.bit % 8 === 0) {
    const at = { anchor: 0, bit: place.bit, bits: place.bits };
    const number = { form: 'integer', little: false, signed: false } as unknown as Kind;
    if (kind.form === 'fixed' && kind.value === 'ipv4') return { ...slot, ...at, kind: number };
    if (kind.form === 'fixed') return { ...slot, ...at };
    const plain = { ...slot, ...at, kind: { ...number, ...kind, form: 'integer' } as unknown as Kind };
    if (isNumber(layer, plain, image)) return plain;
    if (place.bits % 8 === 0) return { ...slot, ...at, kind: { form: 'fixed', octets: place.bits / 8 } as unknown as Kind };
  }
  throw new PacketwrightError('ERR_VALUE', `${layer.layerName}.${name} cannot vary in this header: it has no fixed place and size there`, {
    layer: layer.layerName,
    field: name,
  });
}

/** Whether the field is a plain number there: what is stored is what is read. */
function isNumber(layer: AnyLayer, slot: Slot, image: Uint8Array): boolean {
  if (slot.bits > 32 || slot.bits % 8 !== 0) return false;
  const b = image.slice();
  const write = evaluate('', `return (b,o,x)=>{${storeText(slot, 'b', 'o', 'x')}}`) as (b: Uint8Array, o: number, x: number) => void;
  write(b, 0, 2 ** (slot.bits - 8) + 2);
  const registry = new Registry([{ space: '', value: 0, layer }]);
  const view = dissectorOf(registry)(b, 0, b.length, layer.id).get(layer) as Readonly<Record<string, unknown>> | undefined;
  return view?.[slot.name] === 2 ** (slot.bits - 8) + 2;
}

function wrongOctets(layer: string, { name }: Slot, octets: number): never {
  throw new PacketwrightError('ERR_VALUE', `${layer}.${name}: expected ${octets} octets`, { layer, field: name, expected: octets });
}

function tooShort(layer: string, needed: number, had: number): never {
  throw new PacketwrightError('ERR_TRUNCATED', `a header of ${layer} needs ${needed} octets, but there are ${had}`, { layer, needed, had });
}
