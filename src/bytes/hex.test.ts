import { describe, expect, it } from 'vitest';
import { askPython } from '../../test/support/python.ts';
import { describeIf, requireScapy } from '../../test/support/require.ts';
import { PacketwrightError } from './errors.ts';
import { fromHex, hexdump, hexstr, linehexdump, toHex } from './hex.ts';
import { seededRandom } from './random.ts';

describe('toHex and fromHex', () => {
  it('take what programs print', () => {
    expect([...fromHex('00 01:0aFf\n\t10')]).toEqual([0, 1, 10, 255, 16]);
    expect([...fromHex('0x00ff 0X10')]).toEqual([0, 255, 16]);
    expect([...fromHex('')]).toEqual([]);
    expect(toHex(Uint8Array.of(0, 10, 255))).toBe('000aff');
    expect(toHex(Uint8Array.of(0, 10, 255), ':')).toBe('00:0a:ff');
  });

  it('give the octets back', () => {
    const octets = seededRandom(1).octets(1000);
    for (const separator of ['', ' ', ':']) expect(fromHex(toHex(octets, separator))).toEqual(octets);
  });

  it.each([
    ['0g', 1],
    ['00 1', 4],
    ['1:2', 1],
    ['00 zz', 3],
    ['00-11', 2],
    ['0x', undefined],
  ])('%j: says where', (text, position) => {
    if (position === undefined) {
      expect(fromHex(text).length).toBe(0);
      return;
    }
    try {
      fromHex(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(PacketwrightError);
      expect((error as PacketwrightError).code).toBe('ERR_VALUE');
      expect((error as PacketwrightError).details['position']).toBe(position);
    }
  });
});

describeIf(requireScapy(), 'as scapy prints', () => {
  it('hexdump, hexstr and linehexdump', () => {
    const random = seededRandom('hexdump');
    const samples = [0, 1, 7, 8, 15, 16, 17, 32, 100, 256].map((length) => random.octets(length));
    samples.push(
      Uint8Array.from({ length: 256 }, (_, i) => i),
      new Uint8Array(70_000).fill(65),
    );
    const theirs = askPython(
      `from scapy.utils import hexdump, hexstr, linehexdump
answer = []
for text in given:
    b = bytes.fromhex(text)
    answer.append([hexdump(b, dump=True), hexstr(b), linehexdump(b, dump=True), hexstr(b, onlyasc=1), hexstr(b, onlyhex=1)])`,
      samples.map((octets) => toHex(octets)),
    );
    const ours = samples.map((b) => [hexdump(b), hexstr(b), linehexdump(b), hexstr(b, { onlyAscii: true }), hexstr(b, { onlyHex: true })]);
    expect(ours).toEqual(theirs);
  });
});
