import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askPython } from '../../test/support/python.ts';
import { describeIf, requireScapy } from '../../test/support/require.ts';
import { formatIpv4, isIpv4, isIpv6, isMac, parseIpv4, parseIpv6, parseMac, readIpv4, readIpv6, readMac } from './address.ts';
import { fromHex, toHex } from './hex.ts';
import { seededRandom } from './random.ts';

const code = (body: () => unknown): unknown => {
  try {
    body();
  } catch (error) {
    return (error as { code?: string }).code;
  }
  return undefined;
};

describe('IPv4', () => {
  it('is an unsigned number', () => {
    expect(parseIpv4('255.255.255.255')).toBe(0xffffffff);
    expect(parseIpv4('0.0.0.0')).toBe(0);
    expect(formatIpv4(parseIpv4('192.0.2.1'))).toBe('192.0.2.1');
    expect(formatIpv4(-1)).toBe('255.255.255.255');
    expect(readIpv4(Uint8Array.of(9, 10, 0, 0, 255), 1)).toBe('10.0.0.255');
  });

  it.each([
    '',
    '1.2.3',
    '1.2.3.4.5',
    '1.2.3.',
    '.1.2.3',
    '1..2.3',
    '256.1.1.1',
    '01.2.3.4',
    '1.2.3.04',
    '1.2.3.4 ',
    ' 1.2.3.4',
    '1.2.3.a',
    '0x1.2.3.4',
    '+1.2.3.4',
    '1.2.3.4/8',
    '1e1.2.3.4',
  ])('%j is none', (text) => {
    expect(isIpv4(text)).toBe(false);
    expect(code(() => parseIpv4(text))).toBe('ERR_ADDRESS');
  });
});

describe('IPv6', () => {
  // RFC 5952 §4, and the examples of RFC 4291 §2.2.
  it.each([
    ['2001:0db8::0001', '2001:db8::1'],
    ['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
    ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['2001:DB8::AAAA', '2001:db8::aaaa'],
    ['FF01:0:0:0:0:0:0:101', 'ff01::101'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['::FFFF:129.144.52.38', '::ffff:129.144.52.38'],
    ['0:0:0:0:0:0:13.1.68.3', '::13.1.68.3'],
    ['64:ff9b::192.0.2.33', '64:ff9b::c000:221'],
    ['1:2:3:4:5:6:7::', '1:2:3:4:5:6:7:0'],
    ['::2:3:4:5:6:7:8', '0:2:3:4:5:6:7:8'],
    ['1::', '1::'],
  ])('%s is %s', (text, canonical) => {
    expect(readIpv6(parseIpv6(text), 0)).toBe(canonical);
  });

  it.each([
    '',
    ':',
    ':::',
    '1',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1:2:3:4:5:6:7:8::',
    '::1:2:3:4:5:6:7:8',
    '1::2::3',
    ':1::2',
    '1::2:',
    '12345::',
    'g::',
    '::1.2.3',
    '::1.2.3.4:5',
    '1:2:3:4:5:6:7:1.2.3.4',
    '::01.2.3.4',
    ' ::1',
    '::1 ',
    '::1/64',
    '1.2.3.4',
  ])('%j is none', (text) => {
    expect(isIpv6(text)).toBe(false);
    expect(code(() => parseIpv6(text))).toBe('ERR_ADDRESS');
  });

  it('refuses a zone and says so', () => {
    expect(isIpv6('fe80::1%eth0')).toBe(false);
    expect(() => parseIpv6('fe80::1%eth0')).toThrow(/zone \('%eth0'\)/);
  });

  it('leaves the output alone when the text is none', () => {
    const out = new Uint8Array(20).fill(7);
    expect(code(() => parseIpv6('1:2:3:4:5:6:7:x', out, 2))).toBe('ERR_ADDRESS');
    expect(out.every((octet) => octet === 7)).toBe(true);
    parseIpv6('::1', out, 2);
    expect([...out.subarray(0, 4), ...out.subarray(16)]).toEqual([7, 7, 0, 0, 0, 1, 7, 7]);
  });
});

describe('MAC', () => {
  it.each(['02:00:5e:00:53:01', '02-00-5E-00-53-01', '0200.5e00.5301', '2:0:5e:0:53:1', '02:0:5E:0:53:01'])('%s', (text) => {
    expect(readMac(parseMac(text), 0)).toBe('02:00:5e:00:53:01');
    expect(isMac(text)).toBe(true);
  });

  it.each([
    '',
    '02:00:5e:00:53',
    '02:00:5e:00:53:01:02',
    '02:00-5e:00:53:01',
    '02005e005301',
    '0200.5e00',
    '0200.5e00.530',
    '0200.5e00:5301',
    '02:00:5e:00:53:',
    '02:00:5e:00:53:0g',
    '002:0:5e:0:53:1',
    ':0:0:0:0:0',
  ])('%j is none', (text) => {
    expect(isMac(text)).toBe(false);
    expect(code(() => parseMac(text))).toBe('ERR_ADDRESS');
  });
});

describeIf(requireScapy(), "as the C library's inet_pton and inet_ntop", () => {
  it('formats addresses, most of them with runs of zeros', () => {
    const random = seededRandom('inet_ntop');
    const samples = Array.from({ length: 4000 }, () => {
      const octets = random.octets(16);
      const mask = random.u32();
      for (let i = 0; i < 16; i++) if ((mask >> (i >> 1)) & 1 || (mask >> (16 + i)) & 1) octets[i] = 0;
      if (random.below(8) === 0) octets.fill(0, 0, 10).fill(255, 10, 12);
      return octets;
    });
    for (let words = 0; words < 256; words++) samples.push(Uint8Array.from({ length: 16 }, (_, i) => i & 1 & (words >> (i >> 1))));
    const theirs = askPython(
      'import socket\nanswer = [[socket.inet_ntop(socket.AF_INET6, bytes.fromhex(x)), socket.inet_ntop(socket.AF_INET, bytes.fromhex(x)[:4])] for x in given]',
      samples.map((octets) => toHex(octets)),
    );
    expect(samples.map((octets) => [readIpv6(octets, 0), readIpv4(octets, 0)])).toEqual(theirs);
  });

  it('takes and refuses the same texts', () => {
    const pieces = fc.constantFrom('0', '1', 'ab', 'ffff', '12345', ':', ':', '::', '.', '1.2.3.4', '255', '256', '01', ' ', '%', 'x');
    const texts = fc.sample(
      fc.array(pieces, { maxLength: 16 }).map((list) => list.join('')),
      { numRuns: 6000, seed: 5 },
    );
    const colons = fc.sample(
      fc.array(fc.constantFrom('0', '1', 'fe80', '', '7f.1', '10.0.0.1'), { minLength: 1, maxLength: 9 }).map((list) => list.join(':')),
      { numRuns: 6000, seed: 6 },
    );
    const all = [...texts, ...colons];
    const theirs = askPython(
      `import socket
def one(family, text):
    try: return socket.inet_pton(family, text).hex()
    except OSError: return None
answer = [[one(socket.AF_INET, x), one(socket.AF_INET6, x)] for x in given]`,
      all,
    ) as [string | null, string | null][];
    const ours = all.map((text) => [
      isIpv4(text) ? parseIpv4(text).toString(16).padStart(8, '0') : null,
      isIpv6(text) ? toHex(parseIpv6(text)) : null,
    ]);
    expect(ours).toEqual(theirs);
    expect(theirs.filter(([v4, v6]) => v4 !== null || v6 !== null).length).toBeGreaterThan(100);
  });
});

it('reads where it is told', () => {
  const octets = fromHex('ff 20010db8000000000000000000000001 02005e005301');
  expect(readIpv6(octets, 1)).toBe('2001:db8::1');
  expect(readMac(octets, 17)).toBe('02:00:5e:00:53:01');
});
