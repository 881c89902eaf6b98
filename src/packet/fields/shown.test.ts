import { describe, expect, it } from 'vitest';
import { oneLayer } from '../../../test/support/one-layer.ts';
import { askPython } from '../../../test/support/python.ts';
import { describeIf, requireScapy } from '../../../test/support/require.ts';
import { fromHex } from '../../bytes/hex.ts';
import type { Field } from '../spec/field.ts';
import { ipv4 } from './addresses.ts';
import { mayEnd } from './conditional.ts';
import { hexText } from './hex-text.ts';
import { u32, u64, u8 } from './integers.ts';
import { namesBy } from './names-by.ts';
import { netbiosName } from './special/netbios-name.ts';
import { oui } from './special/oui.ts';
import { ipv4Prefix } from './special/prefixes.ts';
import { ntpDate, ntpTime, timestamp } from './special/times.ts';

/** The line of show() for a field that holds these octets. */
function shown(f: Field<any, any>, hex: string): string {
  const text = oneLayer({ f }).dissect(fromHex(hex)).show();
  return /^ *f *= ?(.*)$/m.exec(text)?.[1] ?? text;
}

describe('as show() has them', () => {
  it.each([
    ['a time', timestamp(u32()), '00000000', 'Thu, 01 Jan 1970 00:00:00 +0000 (0)'],
    ['a time of another epoch', timestamp(u32(), { epoch: -2_208_988_800 }), '83aa7e80', 'Thu, 01 Jan 1970 00:00:00 +0000 (0)'],
    ['a time in milliseconds', timestamp(u64(), { ticks: 1000 }), '00000000000005dc', 'Thu, 01 Jan 1970 00:00:01 +0000 (1)'],
    ['a time that no calendar has', timestamp(u64()), 'ffffffffffffffff', '18446744073709551615'],
    ['no time', ntpTime(), '0000000000000000', '--'],
    ['an organisation', oui(), '00005e', '00:00:5e'],
    ['a network', ipv4Prefix(), '080a', '10.0.0.0/8'],
    ['octets', hexText(), '00ff', '00ff'],
    ['an address that may be missing', mayEnd(ipv4()), 'c0000201', '192.0.2.1'],
    ['a name', netbiosName(), `20${'4341'.repeat(15)}434100`, "'<20>'"],
  ])('%s', (_what, f, hex, text) => {
    expect(shown(f, hex)).toBe(text);
  });

  it('names that a sibling chooses', () => {
    const l = oneLayer({ type: u8(), code: u8(namesBy('type', { 3: { net: 0, host: 1 }, 11: { ttl: 0, reassembly: 1 } })) });
    expect(l.dissect(fromHex('0301')).show()).toMatch(/code *= host/);
    expect(l.dissect(fromHex('0b01')).show()).toMatch(/code *= reassembly/);
    expect(l.dissect(fromHex('0501')).show()).toMatch(/code *= 1/);
    expect(l.dissect(l.make({ type: 11, code: 'reassembly' }).bytes).get(l.T)).toMatchObject({ code: 1 });
  });
});

describe('NTP’s eras', () => {
  it('are told by the top bit (RFC 4330 §3)', () => {
    expect(ntpDate(0x83aa7e80_00000000n)).toEqual(new Date(0));
    // The first second of era 1 is 7 February 2036, 6:28:16.
    expect(ntpDate(1n << 32n)).toEqual(new Date('2036-02-07T06:28:17Z'));
    const l = oneLayer({ f: ntpTime() });
    for (const date of ['1995-06-01T12:00:00.123Z', '2026-11-21T10:47:03.999Z', '2040-01-01T00:00:00.001Z'])
      expect(ntpDate(l.read(l.make({ f: new Date(date) }).bytes)?.['f'] as bigint)).toEqual(new Date(date));
  });
});

describeIf(requireScapy(), 'as scapy shows them', () => {
  it('times', () => {
    const seconds = [0, 1, 951_782_400, 1_795_258_023, 4_294_967_295];
    const [utc, ntp] = askPython(
      `
from scapy.all import *
from scapy.fields import *
from scapy.layers.ntp import TimeStampField
answer = [[UTCTimeField("f",0).i2repr(None, x) for x in given], [TimeStampField("f",0).i2repr(None, (x + 2208988800) << 32) for x in given if x + 2208988800 < 2**32]]
`,
      seconds,
    ) as [string[], string[]];
    const word = (n: number): string => n.toString(16).padStart(8, '0');
    expect(seconds.map((s) => shown(timestamp(u32()), word(s)))).toEqual(utc);
    expect(seconds.filter((s) => s + 2_208_988_800 < 2 ** 32).map((s) => shown(ntpTime(), `${word(s + 2_208_988_800)}00000000`))).toEqual(
      ntp,
    );
  });
});
