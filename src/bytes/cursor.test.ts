import { describe, expect, it } from 'vitest';
import { Cursor } from './cursor.ts';
import { FORMAT_KINDS, packValues, unpackValues } from './cursor-format.ts';
import { fromHex, toHex } from './hex.ts';
import { seededRandom } from './random.ts';

describe('reading', () => {
  it('numbers as Buffer reads them', () => {
    const octets = seededRandom('numbers').octets(64);
    const slab = Buffer.concat([Buffer.alloc(3), octets]);
    for (let o = 0; o < 56; o++) {
      const at = (): Cursor => new Cursor(slab.subarray(3)).seek(o);
      const b = Buffer.from(octets);
      expect([at().u8(), at().u16(), at().u24(), at().u32(), at().u64()]).toEqual([
        b.readUInt8(o),
        b.readUInt16BE(o),
        b.readUIntBE(o, 3),
        b.readUInt32BE(o),
        b.readBigUInt64BE(o),
      ]);
      expect([at().i8(), at().i16(), at().i24(), at().i32(), at().i64()]).toEqual([
        b.readInt8(o),
        b.readInt16BE(o),
        b.readIntBE(o, 3),
        b.readInt32BE(o),
        b.readBigInt64BE(o),
      ]);
      expect([at().u16le(), at().u24le(), at().u32le(), at().u64le()]).toEqual([
        b.readUInt16LE(o),
        b.readUIntLE(o, 3),
        b.readUInt32LE(o),
        b.readBigUInt64LE(o),
      ]);
      expect([at().i16le(), at().i24le(), at().i32le(), at().i64le()]).toEqual([
        b.readInt16LE(o),
        b.readIntLE(o, 3),
        b.readInt32LE(o),
        b.readBigInt64LE(o),
      ]);
    }
  });

  it('moves on, and gives views', () => {
    const octets = fromHex('0001 02 414243 0506');
    const cursor = new Cursor(octets);
    expect([cursor.u16(), cursor.u8(), cursor.text(3), cursor.position, cursor.left]).toEqual([1, 2, 'ABC', 6, 2]);
    const rest = cursor.rest();
    expect(toHex(rest)).toBe('0506');
    expect(rest.buffer).toBe(octets.buffer);
    expect(cursor.rewind().skip(2).skip(-1).u8()).toBe(1);
    expect(cursor.seek(-1).u8()).toBe(6);
  });

  it('beyond the end says what was needed, had and where, and stays', () => {
    const cursor = new Cursor(new Uint8Array(5)).seek(2);
    for (const read of [() => cursor.u32(), () => cursor.octets(4), () => cursor.text(4), () => cursor.delete(4)]) {
      expect(read).toThrow(
        expect.objectContaining({ code: 'ERR_TRUNCATED', details: expect.objectContaining({ needed: 4, had: 3, offset: 2 }) }),
      );
      expect(cursor.position).toBe(2);
    }
    for (const count of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => cursor.octets(count)).toThrow(expect.objectContaining({ code: 'ERR_TRUNCATED' }));
    expect(() => cursor.seek(6)).toThrow(/0 … 5/);
    expect(() => cursor.seek(-6)).toThrow(/0 … 5/);
    expect(() => cursor.skip(4)).toThrow(expect.objectContaining({ code: 'ERR_TRUNCATED' }));
    expect(() => cursor.skip(-3)).toThrow(expect.objectContaining({ code: 'ERR_TRUNCATED' }));
    expect(cursor.position).toBe(2);
  });
});

describe('writing', () => {
  it('grows', () => {
    const cursor = new Cursor();
    cursor.putU8(1).putU16(2).putU24(3).putU32(4).putU64(5n).put('hé').put(Uint8Array.of(9));
    expect(toHex(cursor.bytes)).toBe('01000200000300000004000000000000000568c3a909');
    expect(toHex(new Cursor().putU16le(0x0102).putU24le(0x010203).putU32le(0x01020304).putU64le(1n).bytes)).toBe(
      '0201030201040302010100000000000000',
    );
    const long = new Cursor();
    for (let i = 0; i < 1000; i++) long.putU16(i);
    expect([long.length, long.seek(1998).u16()]).toEqual([2000, 999]);
  });

  it('goes over what is there, in the given memory, until it must grow', () => {
    const octets = new Uint8Array(4);
    const cursor = new Cursor(octets).seek(2).putU16(0xabcd);
    expect([...octets]).toEqual([0, 0, 0xab, 0xcd]);
    cursor.putU8(1);
    octets[0] = 7;
    expect([...cursor.bytes]).toEqual([0, 0, 0xab, 0xcd, 1]);
  });

  it('never leaves a view for the memory around it', () => {
    const slab = new Uint8Array(16).fill(255);
    const cursor = new Cursor(slab.subarray(4, 8)).seek(4);
    cursor.putU32(0);
    cursor.seek(0).insert('abc');
    expect(slab.every((octet) => octet === 255)).toBe(true);
    expect(toHex(cursor.bytes)).toBe('616263ffffffff00000000');
  });

  it('inserts and deletes', () => {
    const cursor = new Cursor().put('abcdef').seek(2).insert('XYZ');
    expect([Buffer.from(cursor.bytes).toString(), cursor.position]).toEqual(['abXYZcdef', 5]);
    cursor.seek(1).delete(4);
    expect([Buffer.from(cursor.bytes).toString(), cursor.position]).toEqual(['acdef', 1]);
    cursor.seek(-1).insert('!').delete(1);
    expect(Buffer.from(cursor.bytes).toString()).toBe('acde!');
  });
});

describe('looking', () => {
  it('finds from the position on', () => {
    const cursor = new Cursor().put('abcabcab').rewind();
    expect([cursor.index('abc'), cursor.rindex('abc'), cursor.rindex('ab'), cursor.index('x'), cursor.index('abcabcabc')]).toEqual([
      0, 3, 6, -1, -1,
    ]);
    cursor.seek(1);
    expect([cursor.index('abc'), cursor.index('ab'), cursor.rindex('abcabc'), cursor.position]).toEqual([3, 3, -1, 1]);
  });
});

describe('formats', () => {
  it('are packed', () => {
    const cursor = new Cursor();
    packValues(cursor, 'GET %s%H%h%D%d%c%3b%%%*b', ['ab', 0x0102, 0x0102, 0x01020304, 0x01020304, 255, Uint8Array.of(1, 2, 3), 2, 'hi']);
    expect(toHex(cursor.bytes)).toBe(`${toHex(new TextEncoder().encode('GET ab'))}00010202010102030404030201ff010203256869`);
    expect(unpackValues(cursor.rewind(), 'GET %s%H%h%D%d%c%3b%%%*b', [2])).toEqual([
      'ab',
      0x0102,
      0x0102,
      0x01020304,
      0x01020304,
      255,
      Uint8Array.of(1, 2, 3),
      Uint8Array.of(104, 105),
    ]);
    expect(cursor.left).toBe(0);
  });

  it('hold texts in fields of a fixed size, and octets to the end', () => {
    const cursor = new Cursor();
    packValues(cursor, '%8s%Q%q%b', ['name', 1, 2n, 'rest']);
    expect(toHex(cursor.bytes)).toBe('6e616d6500000000000000000000000102000000000000 0072657374'.replace(' ', ''));
    expect(unpackValues(cursor.rewind(), '%8s%Q%q%b')).toEqual(['name', 1n, 2n, new TextEncoder().encode('rest')]);
    expect(unpackValues(new Cursor(new TextEncoder().encode('abcd')), '%4s')).toEqual(['abcd']);
  });

  it('refuse what does not fit', () => {
    const run = (format: string, values: (number | string)[]) => () => packValues(new Cursor(), format, values);
    expect(run('%H', [65536])).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
    expect(run('%c', [1.5])).toThrow(expect.objectContaining({ code: 'ERR_RANGE' }));
    expect(run('%H', [])).toThrow(/only 0 values/);
    expect(run('%H', [1, 2])).toThrow(/takes 1 values, found 2/);
    expect(run('ab%y', [1])).toThrow(/position 2/);
    expect(run('%', [])).toThrow(/position 0/);
    expect(run('%constructor', [1])).not.toThrow();
    expect(run('%4s', ['abcd'])).toThrow(/do not fit 4/);
    expect(run('%4b', ['abc'])).toThrow(/expected 4 octets, found 3/);
    expect(run('%*b', ['x', 'abc'])).toThrow(/length for \*/);
  });

  it('say when other octets are there', () => {
    expect(() => unpackValues(new Cursor(fromHex('4142')), 'AC')).toThrow(/octets at 0: expected 'AC'/);
    expect(() => unpackValues(new Cursor(fromHex('41')), '%H')).toThrow(expect.objectContaining({ code: 'ERR_TRUNCATED' }));
    expect(() => unpackValues(new Cursor(fromHex('4142')), '%s')).toThrow(/no terminating zero/);
  });

  it('take letters of one’s own', () => {
    const kinds = { ...FORMAT_KINDS, t: { pack: (c: Cursor, v: unknown) => void c.putU24(Number(v)), unpack: (c: Cursor) => c.u24() } };
    const cursor = new Cursor();
    packValues(cursor, '%t', [0x010203], kinds);
    expect([...cursor.bytes]).toEqual([1, 2, 3]);
    expect(unpackValues(cursor.rewind(), '%t', [], kinds)).toEqual([0x010203]);
  });
});
