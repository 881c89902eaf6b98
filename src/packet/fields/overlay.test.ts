import { describe, expect, it } from 'vitest';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { fromHex, toHex } from '../../bytes/hex.ts';
import { seededRandom } from '../../bytes/random.ts';
import { bits, i16, u16, u16le, u24, u32, u8 } from './integers.ts';
import { ipv4 } from './addresses.ts';
import { octets } from './octets.ts';
import { headerWriter } from '../in-bulk/header-writer.ts';
import { stamp } from '../in-bulk/stamp.ts';
import { FrameBuffer } from '../in-bulk/frame-buffer.ts';
import { fuzz } from '../templates/fuzz.ts';
import { lsLayer } from '../ls.ts';
import { values } from '../laid/change.ts';
import { names } from '../spec/names.ts';
import { auto } from '../spec/spec.ts';
import { overlay } from './overlay.ts';

const T = oneLayer({
  kind: u8({ default: 1, names: names({ numbers: 1, address: 2, split: 3 }) }),
  ...overlay(
    'kind',
    4,
    [
      ['numbers', { id: u16({ default: 0x1234 }), seq: u16() }],
      ['address', { at: ipv4({ default: '192.0.2.1' }) }],
      [[3, 4], { id: u16({ default: 0x1234 }), seq: u8({}), low: bits(4), high: bits(4, { default: 9 }) }],
      [7, { sum: u16({ checksums: 'layer' }), rest: u16le() }],
    ],
    { unused: u32() },
  ),
  z: u8(),
});
const hex = (given: object): string => toHex(T.make(given).bytes);
const read = (octets: string): Record<string, unknown> => values(T.read(fromHex(octets)) as object) as Record<string, unknown>;

describe('an overlay', () => {
  it('is built with the fields of its case', () => {
    expect(hex({})).toBe('011234000000');
    expect(hex({ seq: 5, z: 9 })).toBe('011234000509');
    expect(hex({ kind: 2 })).toBe('02c000020100');
    expect(hex({ kind: 'address', at: '198.51.100.7' })).toBe('02c633640700');
    expect(hex({ kind: 4, seq: 5, low: 0xa })).toBe('04123405a900');
    expect(hex({ kind: 9, unused: 0xfedcba98 })).toBe('09fedcba9800');
    expect(hex({ kind: 9, unused: auto })).toBe('090000000000');
  });

  it('is read by the case', () => {
    expect(read('010001000203')).toEqual({ kind: 1, id: 1, seq: 2, z: 3 });
    expect(read('02c633640703')).toEqual({ kind: 2, at: '198.51.100.7', z: 3 });
    expect(read('0300010245ff')).toEqual({ kind: 3, id: 1, seq: 2, low: 4, high: 5, z: 255 });
    expect(read('0900010245ff')).toEqual({ kind: 9, unused: 0x10245, z: 255 });
    expect(T.read(fromHex('0900010245ff'))).toHaveProperty('id', undefined);
  });

  it('takes a value that its case has not, for who wants it wrong', () => {
    expect(hex({ kind: 9, id: 0xabcd })).toBe('09abcd000000');
    expect(hex({ kind: 2, seq: 0xffff })).toBe('02c000ffff00');
  });

  it('refuses what does not fit the place that a value comes to', () => {
    const range = expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^T\.seq: 300 does not fit 8 bits/) });
    expect(hex({ seq: 300 })).toBe('011234012c00');
    expect(() => T.make({ kind: 3, seq: 300 }).bytes).toThrow(range);
    expect(() => T.make({ kind: 3, seq: 1 }).set(T.T, { seq: 300 })).toThrow(range);
    expect(() => T.make({ at: 'nowhere' }).bytes).toThrow(
      expect.objectContaining({ code: 'ERR_ADDRESS', message: expect.stringMatching(/^T\.at: /) }),
    );
    expect(() => T.make({ att: 1 }).bytes).toThrow(
      expect.objectContaining({ code: 'ERR_FIELD', message: expect.stringContaining("did you mean 'at'") }),
    );
  });

  it('has computed fields, in their case', () => {
    // RFC 1071: the complement of 0700 + 0005 + 0003.
    const p = T.make({ kind: 7, rest: 5, z: 3 });
    expect(toHex(p.bytes)).toBe('07f8f7050003');
    expect(toHex(T.dissect(p.bytes).set(T.T, { z: 4 }).bytes)).toBe('07f8f6050004');
    expect(toHex(T.dissect(fromHex('070000050003')).set(T.T, { z: 4 }).bytes)).toBe('070000050004');
    // In other cases the same octets are no sum.
    expect(toHex(T.dissect(p.bytes).set(T.T, { kind: 9 }).set(T.T, { z: 4 }).bytes)).toBe('09f8f7050004');
  });

  it('keeps every octet through its values', () => {
    const r = seededRandom(7);
    for (let i = 0; i < 3000; i++) {
      const b = Uint8Array.from({ length: 6 }, () => r.below(256));
      b[0] = i % 12;
      expect(toHex(T.make(values(T.read(b) as object)).bytes)).toBe(toHex(b));
    }
  });

  it('is not there when its octets are not', () => {
    for (let n = 0; n < 6; n++) expect(T.read(fromHex('010001000203').subarray(0, n)), String(n)).toBeUndefined();
  });

  it('is changed in place, and anew where the case matters', () => {
    const p = T.dissect(fromHex('02c633640703'));
    expect(toHex(p.set(T.T, { at: '192.0.2.9' }).bytes)).toBe('02c000020903');
    expect(toHex(p.set(T.T, { at: auto }).bytes)).toBe('02c000020103');
    expect(toHex(p.set(T.T, { kind: 1, id: 5, seq: 6 }).bytes)).toBe('010005000603');
    expect(toHex(p.set(T.T, { kind: 3, seq: 7 }).bytes)).toBe('030005070903');
    expect(toHex(p.set(T.T, { seq: 8, low: 1 }).bytes)).toBe('030005081903');
    expect(toHex(p.set(T.T, { high: 2 }).bytes)).toBe('030005081203');
  });

  it('has its places in the map of octets', () => {
    const at = (octets: string, octet: number, bit = 0) => T.dissect(fromHex(octets)).at(octet, bit);
    expect(at('010001000203', 3)).toMatchObject({ field: 'seq', bit: 24, bits: 16 });
    expect(at('030001000203', 3)).toMatchObject({ field: 'seq', bit: 24, bits: 8 });
    expect(at('030001000203', 4, 4)).toMatchObject({ field: 'high', bit: 36, bits: 4 });
    expect(at('090001000203', 3)).toMatchObject({ field: 'unused', bit: 8, bits: 32 });
  });

  it('varies in a stamp and in a header writer, where it is there', () => {
    const frames = new FrameBuffer(6, 1);
    stamp(T.make({ kind: 3 }), [[T.T, 'seq']]).add(frames, 0xab);
    expect(toHex(frames.data.subarray(0, 6))).toBe('031234ab0900');
    expect(() => stamp(T.make({ kind: 9 }), [[T.T, 'seq']])).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
    const b = new Uint8Array(6);
    headerWriter(T.T({ kind: 2 }), ['at'])(b, 0, 0xc0000207);
    expect(toHex(b)).toBe('02c000020700');
    headerWriter(T.T({ kind: 3 }), ['seq'])(b, 0, 0xab);
    expect(toHex(b)).toBe('031234ab0900');
    expect(() => headerWriter(T.T({ kind: 9 }), ['seq'])).toThrow(expect.objectContaining({ code: 'ERR_VALUE' }));
  });

  it('is listed, and left alone by fuzz()', () => {
    expect(lsLayer(T.T)).toMatch(/^id {9}: u16, sometimes \(16 bits\) += \(4660\)/m);
    const p = [...fuzz(T.make({ kind: 9 }), { seed: 1 })][0];
    expect(toHex((p as typeof p & { bytes: Uint8Array }).bytes)).toMatch(/^0900000000/);
  });
});

describe('an overlay that contradicts itself', () => {
  const fault = (text: RegExp) => expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringMatching(text) });

  it('is refused where it is written down', () => {
    expect(() => overlay('kind', 4, [[1, { id: u16() }]], { unused: u32() })).toThrow(fault(/case 1 .*take 16 of 32 bits/));
    expect(() => overlay('kind', 2, [[1, { id: u16() }]], {})).toThrow(fault(/case otherwise .*take 0 of 16 bits/));
    expect(() =>
      overlay(
        'kind',
        2,
        [
          [1, { id: u16() }],
          [[2, 1], { no: u16() }],
        ],
        { unused: u16() },
      ),
    ).toThrow(fault(/1 has two cases/));
    expect(() => overlay('kind', 2, [[1, { id: octets() }]], { unused: u16() })).toThrow(fault(/id has no fixed size/));
    expect(() => overlay('kind', 2, [[1, { id: u16() }]], { id: i16() })).toThrow(fault(/id is of another kind/));
    expect(() => overlay('kind', 5, [[1, { f: bits(4), at: ipv4(), g: bits(4) }]], { id: u24(), seq: u16() })).toThrow(
      fault(/at starts 4 bits into/),
    );
  });

  it('is refused when its layer is made', () => {
    const half = overlay('kind', 2, [[1, { id: u16() }]], { unused: u16() });
    const layout = (fields: object): unknown => oneLayer(fields as never).T.layout;
    expect(() => layout({ kin: u8(), ...half })).toThrow(fault(/T\.id: depends on 'kind', .*did you mean 'kin'/));
    expect(() => layout({ ...half, kind: u8() })).toThrow(fault(/'kind', which is not a field before it/));
    expect(() => layout({ kind: ipv4(), ...half })).toThrow(fault(/not a number/));
    expect(() => layout({ kind: u8(), id: half.id })).toThrow(fault(/its overlay also needs unused/));
    expect(() => layout({ kind: u8(), id: half.id, between: u8(), unused: half.unused })).toThrow(fault(/its overlay also needs unused/));
    expect(() => layout({ kind: bits(4), ...half, rest: bits(4) })).toThrow(fault(/starts at an octet/));
    expect(() => layout({ kind: u8(), ...overlay('kind', 1, [[256, { a: u8() }]], { b: u8() }) })).toThrow(fault(/'kind' is never 256/));
    const named = overlay('kind', 1, [['numbrs', { a: u8() }]], { b: u8() });
    expect(() => layout({ kind: u8({ names: names({ numbers: 1 }) }), ...named })).toThrow(fault(/never 'numbrs'.*did you mean 'numbers'/));
    const next = overlay('kind', 1, [[1, { a: u8({ selects: 'ip.proto' }) }]], { b: u8() });
    expect(() => layout({ kind: u8(), ...next })).toThrow(fault(/T\.a: a field that decides where the layer ends/));
  });
});
