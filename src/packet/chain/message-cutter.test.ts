/** Sizes of messages in a stream, of protocols whose sizes the RFCs tell. */
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../bytes/hex.ts';
import { DNSTCP } from '../../protocols/application/dns/dns-tcp.ts';
import { flag, bits, u16, u8 } from '../fields/integers.ts';
import { when } from '../fields/conditional.ts';
import { octets } from '../fields/octets.ts';
import { leb128 } from '../fields/variable-integers.ts';
import { layer } from '../layer/layer.ts';
import type { AnyLayer } from '../spec/spec.ts';
import { messageCutter } from './message-cutter.ts';

const size = (l: unknown, hex: string): number | undefined => {
  const b = fromHex(hex);
  return messageCutter(l as AnyLayer)(b, 0, b.length);
};

describe('a message in a stream', () => {
  it('is as long as its own length says, whether it is there or not', () => {
    const Record = layer('Record', { fields: { type: u8(), version: u16(), length: u16({ measures: 'payload' }) } });
    expect(size(Record, '1603010200')).toBe(5 + 512);
    expect(size(Record, '16030102')).toBeUndefined();
    const Whole = layer('Whole', { fields: { length: u16({ measures: 'header' }), body: octets() } });
    expect(size(Whole, '0013aa')).toBe(19);
    // A length that is less than the header would stand still.
    expect(size(Whole, '0000aa')).toBe(2);
  });

  it('ends with its fields where no number measures all of it', () => {
    const Packet = layer('Packet', { fields: { type: u8(), length: leb128({ most: 4, measures: 'body' }), body: octets() } });
    expect(size(Packet, '3003aabbccdd')).toBe(5);
    expect(size(Packet, '3003aabb')).toBe(5);
    expect(size(Packet, '3080')).toBeUndefined();
  });

  it('may have its length only sometimes', () => {
    const Sometimes = layer('Sometimes', {
      fields: { has: flag(), rest: bits(7), length: when('has', u16({ measures: 'layer' })), z: u8() },
    });
    expect(size(Sometimes, '80000901')).toBe(9);
    expect(size(Sometimes, '0001')).toBe(2);
  });

  it('does not begin where its shape says otherwise, and a function may tell its size', () => {
    const Line = layer('Line', {
      fields: { text: octets() },
      begins: (b, o) => b[o] === 0x3e,
      messageSize: (b, o, e) => {
        const at = b.subarray(o, e).indexOf(10);
        return at < 0 ? undefined : at + 1;
      },
    });
    expect(size(Line, '3e61620a63')).toBe(4);
    expect(size(Line, '3e6162')).toBeUndefined();
    expect(size(Line, '61620a')).toBe(0);
  });

  it('of DNS is two octets longer than it says (RFC 1035 §4.2.2)', () => {
    // A query for example.com, A (29 octets).
    const query = '000101000001000000000000076578616d706c6503636f6d0000010001';
    expect(size(DNSTCP, `001d${query}`)).toBe(31);
    expect(size(DNSTCP, `001d${query.slice(0, 24)}`)).toBe(31);
    expect(size(DNSTCP, '00')).toBeUndefined();
  });
});
