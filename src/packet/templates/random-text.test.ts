import { describe, expect, it } from 'vitest';
import { isIpv4, isIpv6, isMac } from '../../bytes/address.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import { seededRandom } from '../../bytes/random.ts';
import {
  RandBin,
  RandIP,
  RandIP6,
  RandMAC,
  RandOID,
  RandRegExp,
  RandSingIP,
  RandSingString,
  RandString,
  RandTermString,
  RandUUID,
} from './random-text.ts';
import { RandNum } from './random-values.ts';
import type { Volatile } from '../spec/several.ts';

const draws = <T>(v: Volatile<T>, n = 300): T[] => {
  const r = seededRandom(5);
  return Array.from({ length: n }, () => v.draw(r));
};

describe('random texts and addresses', () => {
  it('have the size asked for', () => {
    expect(draws(RandString(7)).every((s) => /^[A-Za-z0-9]{7}$/.test(s))).toBe(true);
    expect(draws(RandString(RandNum(1, 3))).every((s) => s.length >= 1 && s.length <= 3)).toBe(true);
    expect(draws(RandString(5, 'ab')).every((s) => /^[ab]{5}$/.test(s))).toBe(true);
    expect(draws(RandBin(9)).every((b) => b.length === 9)).toBe(true);
    expect(draws(RandTermString(4, '\r\n')).every((s) => /^[^\r\n]{4}\r\n$/.test(s))).toBe(true);
    expect(new Set(draws(RandBin()).map((b) => b.length)).size).toBeGreaterThan(50);
  });

  it('addresses lie where they are asked to', () => {
    expect(draws(RandIP()).every(isIpv4)).toBe(true);
    const ten = parsePrefix('10.0.0.0/8');
    expect(draws(RandIP('10.0.0.0/8')).every((a) => ten.contains(a))).toBe(true);
    expect(draws(RandIP('192.168.*.1-2')).every((a) => /^192\.168\.\d+\.[12]$/.test(a))).toBe(true);
    expect(draws(RandIP6()).every(isIpv6)).toBe(true);
    const doc = parsePrefix('2001:db8::/32');
    expect(draws(RandIP6('2001:db8::/32')).every((a) => doc.contains(a))).toBe(true);
    expect(new Set(draws(RandIP6('2001:db8::/126'))).size).toBe(4);
    expect(draws(RandMAC()).every(isMac)).toBe(true);
    expect(draws(RandMAC('02:00:*:*:*:00-0f')).every((m) => /^02:00:.*:0[0-9a-f]$/.test(m))).toBe(true);
    expect(draws(RandSingIP()).every(isIpv4)).toBe(true);
    expect(() => RandMAC('zz')).toThrow(/expected up to six/);
    expect(() => RandIP('1.2.3-*')).toThrow();
    expect(() => RandIP6('10.0.0.0/8')).toThrow(/not an IPv6 prefix/);
  });

  it('identifiers have their form', () => {
    expect(draws(RandUUID()).every((u) => /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(u))).toBe(true);
    expect(draws(RandOID('1.3.*.5')).every((o) => /^1\.3\.\d+\.5$/.test(o))).toBe(true);
    expect(draws(RandOID('1.**')).every((o) => /^1(\.\d+)+$/.test(o))).toBe(true);
    expect(draws(RandOID()).every((o) => /^\d+(\.\d+)*$/.test(o))).toBe(true);
    expect(new Set(draws(RandSingString())).size).toBeGreaterThan(15);
  });

  it('RandRegExp writes what the expression matches', () => {
    for (const pattern of [
      'GET /[a-z]{1,8}\\.html',
      '(foo|ba[rz])+',
      '\\d{3}-\\d{4}',
      '[^\\d ]{4}',
      'x?y*z+',
      'a.c',
      '\\w+@\\w+\\.(com|org)',
      '[a-c\\-x]{2}',
      '(?:ab){2,}',
      '\\[\\]',
      '',
    ]) {
      const whole = new RegExp(`^(?:${pattern})$`);
      for (const s of draws(RandRegExp(pattern), 60)) expect(s, pattern).toMatch(whole);
    }
    for (const bad of ['(a', 'a)', '[a', '*a', 'a{2', 'a{3,1}', '\\']) expect(() => RandRegExp(bad), bad).toThrow(/position/);
  });
});
