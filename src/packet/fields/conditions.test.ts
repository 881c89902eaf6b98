import { describe, expect, it } from 'vitest';
import { oneLayer, type OneLayer } from '../../../test/support/one-layer.ts';
import { toHex } from '../../bytes/hex.ts';
import { seededRandom } from '../../bytes/random.ts';
import { values } from '../laid/change.ts';
import { auto } from '../spec/spec.ts';
import type { Condition, Fields } from '../spec/field.ts';
import { ipv4 } from './addresses.ts';
import { when } from './conditional.ts';
import { bits, flag, flags, u16, u16le, u32, u8 } from './integers.ts';
import { list } from './lists.ts';
import { octets } from './octets.ts';

/** The head of RFC 2890's GRE: each flag says that a field is there. */
const gre = (): OneLayer =>
  oneLayer({
    chksum_present: flag(),
    routing: flag(),
    key_present: flag(),
    seq_present: flag(),
    rest: bits(9),
    version: bits(3),
    proto: u16({ default: 0x0800 }),
    chksum: when('chksum_present', u16()),
    offset: when('chksum_present', u16()),
    key: when('key_present', u32({ default: 0x01020304 })),
    seq: when('seq_present', u32()),
  });

/** The same with a checksum that is computed where its flag is set. */
const summed = (): OneLayer =>
  oneLayer({
    chksum_present: flag(),
    routing: flag(),
    key_present: flag(),
    rest: bits(13),
    proto: u16({ default: 0x0800 }),
    chksum: when('chksum_present', u16({ checksums: 'layer' })),
    offset: when('chksum_present', u16()),
    key: when('key_present', u32()),
  });

/** The head of RFC 2661's L2TP: the length of the whole is there where a flag says so. */
const l2tp = (): OneLayer =>
  oneLayer({
    type: flag(),
    has_length: flag(),
    rest: bits(2),
    has_counts: flag(),
    more: bits(7),
    version: bits(4, { default: 2 }),
    length: when('has_length', u16({ measures: 'layer' })),
    tunnel: u16(),
    session: u16(),
    ns: when('has_counts', u16()),
    nr: when('has_counts', u16()),
  });

/** Lengths and counts of named fields that are there only sometimes. */
const sometimesMeasured = (): OneLayer =>
  oneLayer({
    kind: u8(),
    n: when({ kind: [1, 2] }, u16({ measures: 'text', bias: -1 })),
    k: when({ kind: [2, 3] }, u8({ counts: 'items' })),
    text: when({ kind: [1, 2] }, octets()),
    items: when({ kind: [2, 3] }, list(u16())),
  });

const LAYERS: Readonly<Record<string, OneLayer>> = {
  'flag by flag': gre(),
  'values, flags and fields behind them': oneLayer({
    kind: u8(),
    opts: flags(8, 'ABCDEFGH'),
    pair: when({ kind: [1, 2, 5] }, u16le()),
    at: when({ opts: 'A', kind: 1 }, ipv4()),
    both: when({ opts: ['B', 'C'] }, u8({ default: 7 })),
    none: when({ kind: false }, u16()),
    z: u16(),
  }),
  'a checksum': summed(),
  'lengths and counts of named fields': sometimesMeasured(),
  'fields of any size among them': oneLayer({
    kind: u8(),
    n: u8({ counts: 'items' }),
    a: when({ kind: 1 }, u16()),
    items: when({ kind: [1, 3] }, list(u8())),
    b: when({ kind: 3 }, u8()),
    tail: u8(),
  }),
  'a condition on a conditional field': oneLayer({
    kind: u8(),
    more: when('kind', u8()),
    last: when({ more: 2 }, u16()),
    z: u8(),
  }),
};

describe('declared conditions', () => {
  for (const [what, { make, read, dissect, T }] of Object.entries(LAYERS))
    it(`${what}: every octet is kept, at every length`, () => {
      const r = seededRandom(3);
      for (let i = 0; i < 2000; i++) {
        const b = Uint8Array.from({ length: r.below(24) }, () => (r.below(3) === 0 ? r.below(256) : r.below(6)));
        const p = dissect(b);
        const v = read(b);
        expect(toHex(p.bytes)).toBe(toHex(b));
        if (v === undefined) continue;
        const header = b.length - p.payload(T).length;
        expect(toHex(make(values(v)).bytes), toHex(b)).toBe(toHex(b.subarray(0, header)));
      }
    });

  // A header that says its size may end before its fields do.
  it.each([{}, { size: u8({ measures: 'header' }) }])('give the same as functions do, behind %j', (size) => {
    const fields = (conditions: readonly Parameters<typeof when>[0][]): Fields => ({
      ...size,
      kind: u8(),
      opts: flags(8, 'ABCDEFGH'),
      pair: when(conditions[0] as Condition, u16le()),
      at: when(conditions[1] as Condition, ipv4()),
      both: when(conditions[2] as Condition, u8({ default: 7 })),
      none: when(conditions[3] as Condition, u16()),
      z: u16(),
    });
    const declared = oneLayer(fields([{ kind: [1, 2, 5] }, { opts: 'A', kind: 1 }, { opts: ['B', 'C'] }, { kind: false }]));
    const asked = oneLayer(
      fields([
        (s) => [1, 2, 5].includes(s['kind']),
        (s) => s['opts'].has('A') && s['kind'] === 1,
        (s) => s['opts'].has('BC'),
        (s) => s['kind'] === 0,
      ]),
    );
    const r = seededRandom(9);
    for (let i = 0; i < 3000; i++) {
      const b = Uint8Array.from({ length: 2 + r.below(16) }, () => r.below(16));
      const [one, two] = [declared, asked].map((t) => {
        const v = t.read(b);
        return JSON.stringify([v && values(v), t.dissect(b).json(), t.dissect(b).at(4)]);
      });
      expect(one, toHex(b)).toBe(two);
    }
  });

  it('set the flag of what is given, unless it is given too', () => {
    const { make, T } = gre();
    const hex = (given: object): string => toHex(make(given).bytes);
    expect(hex({})).toBe('00000800');
    expect(hex({ key: 5 })).toBe('2000080000000005');
    // RFC 2784 §2.3, RFC 2890 §2: checksum, reserved, key, sequence number.
    expect(hex({ chksum: 1, key: 2, seq: 3 })).toBe('b0000800000100000000000200000003');
    expect(hex({ key_present: true })).toBe('2000080001020304');
    expect(hex({ key_present: 0, key: 5 })).toBe('0000080000000005');
    expect(hex({ key: auto })).toBe('00000800');
    expect(hex({ seq: undefined })).toBe('00000800');
    const p = make({ seq: 9 });
    expect(toHex(p.set(T, { key: 5 }).bytes)).toBe('300008000000000500000009');
    expect(toHex(p.set(T, { key_present: false, chksum: 1 }).bytes)).toBe('900008000001000000000009');
    const { make: other } = LAYERS['values, flags and fields behind them'] as OneLayer;
    expect(toHex(other({ kind: 1, at: '192.0.2.1', both: 4 }).bytes)).toBe('01070000c0000201040000');
    expect(toHex(other({ kind: 1, opts: 'D', both: 4 }).bytes)).toBe('01080000040000');
  });

  it('hold for what is computed, too', () => {
    const { make, T, dissect } = summed();
    const hex = (given: object, ...payload: Uint8Array[]): string => toHex(make(given, ...payload).bytes);
    const abcde = Uint8Array.from('abcde', (c) => c.charCodeAt(0));
    // What scapy 2.5 makes of GRE(chksum_present=1)/b"abcde", and with key_present=1, key=7.
    expect(hex({ chksum_present: 1 }, abcde)).toBe('800008004e3800006162636465');
    expect(hex({ chksum_present: 1, key: 7 }, abcde)).toBe('a00008002e310000000000076162636465');
    expect(hex({ chksum: 0xabcd })).toBe('80000800abcd0000');
    expect(hex({})).toBe('00000800');
    const p = make({ chksum_present: 1 }, abcde);
    expect(toHex(p.set(T, { key: 7 }).bytes)).toBe('a00008002e310000000000076162636465');
    expect(toHex(p.set(T, { chksum_present: 0 }).bytes)).toBe('20000800000000076162636465');
    // A right one is computed anew, a wrong one stays wrong.
    const right = dissect(make({ chksum_present: 1 }, abcde).bytes);
    expect(toHex(right.set(T, { key: 7 }).bytes)).toBe('a00008002e310000000000076162636465');
    const wrong = dissect(make({ chksum: 1 }, abcde).bytes);
    expect(toHex(wrong.set(T, { key: 7 }).bytes)).toBe('a000080000010000000000076162636465');
  });

  it('hold for the length of the whole', () => {
    const { make, T, dissect } = l2tp();
    const three = Uint8Array.of(1, 2, 3);
    // RFC 2661 §3.1, worked by hand: flags and version, length, tunnel, session, payload.
    expect(toHex(make({ has_length: 1, tunnel: 5, session: 6 }, three).bytes)).toBe('4002000b00050006010203');
    expect(toHex(make({ tunnel: 5, session: 6 }, three).bytes)).toBe('000200050006010203');
    const p = dissect(Uint8Array.of(0x40, 2, 0, 9, 0, 5, 0, 6, 1, 2, 3));
    expect(toHex(p.payload(T))).toBe('01');
    expect(p.layers().map((l) => l.layerName)).toEqual(['T', 'Raw', 'Padding']);
    expect(toHex(p.set(T, { has_counts: 1, ns: 1 }).bytes)).toBe('4802000d0005000600010000010203');
  });

  it('hold for the lengths and counts of named fields', () => {
    const { make, read } = sometimesMeasured();
    expect(toHex(make({ kind: 2, text: Uint8Array.of(9), items: [1, 2] }).bytes)).toBe('02000202' + '09' + '00010002');
    expect(toHex(make({ kind: 3, items: [1] }).bytes)).toBe('03010001');
    expect(read(Uint8Array.of(1, 0, 3, 7, 8, 9))).toMatchObject({ n: 3, text: Uint8Array.of(7, 8) });
  });

  it('refuse values that do not fit, and names that are no field', () => {
    const { make } = gre();
    expect(() => make({ key: 2 ** 32 }).bytes).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE', message: expect.stringMatching(/^T\.key: 4294967296 does not fit 32 bits/) }),
    );
    expect(() => make({ kee: 1 }).bytes).toThrow(expect.objectContaining({ message: expect.stringContaining("did you mean 'key'") }));
  });

  it('are checked when the layer is made', () => {
    const layout = (condition: Condition) => () =>
      oneLayer({ kind: u8(), opts: flags(8, 'AB'), at: ipv4(), f: when(condition, u8()) }).T.layout;
    const fault = (text: string) => expect.objectContaining({ code: 'ERR_SPEC', message: expect.stringContaining(text) });
    expect(layout('knid')).toThrow(fault("T.f: depends on 'knid', which is not a field before it; did you mean 'kind'"));
    expect(layout('f')).toThrow(fault("depends on 'f', which is not a field before it"));
    expect(layout('at')).toThrow(fault("depends on 'at', which is not a number"));
    expect(layout({ kind: 256 })).toThrow(fault("'kind' is never 256"));
    expect(layout({ kind: [1, -1] })).toThrow(fault("'kind' is never -1"));
    expect(layout({ kind: 'one' })).toThrow(fault("'kind' is never 'one'"));
    expect(layout({ opts: 'Z' })).toThrow(fault("unknown flag 'Z'"));
  });
});
