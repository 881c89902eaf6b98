import { describe, expect, it } from 'vitest';
import { toHex } from './hex.ts';
import { compareAddresses, formatAddress, parseAddress } from './any-address.ts';

describe('an address of any kind', () => {
  it.each([
    ['192.0.2.1', 'c0000201', '192.0.2.1'],
    ['2001:DB8:0::1', '20010db8000000000000000000000001', '2001:db8::1'],
    ['02-00-5E-00-53-01', '02005e005301', '02:00:5e:00:53:01'],
    ['0200.5e00.5301', '02005e005301', '02:00:5e:00:53:01'],
  ])('%s is its octets', (text, hex, canonical) => {
    expect(toHex(parseAddress(text))).toBe(hex);
    expect(formatAddress(parseAddress(text))).toBe(canonical);
  });

  it.each(['192.0.2', '192.0.2.256', '2001:db8::1%eth0', '02:00:5e:00:53', 'host', ''])('%j is none', (text) => {
    expect(() => parseAddress(text)).toThrow(expect.objectContaining({ code: 'ERR_ADDRESS' }));
  });

  it('refuses octets that are none', () => {
    expect(() => formatAddress(new Uint8Array(5))).toThrow('5 octets are not an address');
  });

  it('has an order', () => {
    const sorted = ['9.255.0.0', '10.0.0.0', '10.0.0.1', '02:00:00:00:00:ff', '02:00:00:00:01:00', '::1', '2001:db8::', '2001:db9::'];
    expect(sorted.toReversed().sort(compareAddresses)).toEqual(sorted);
    expect(compareAddresses('2001:DB8:0:0::1', '2001:db8::1')).toBe(0);
    expect(compareAddresses('02-00-00-00-00-FF', '02:00:00:00:00:ff')).toBe(0);
    expect(() => compareAddresses('10.0.0.1', 'x')).toThrow(expect.objectContaining({ code: 'ERR_ADDRESS' }));
  });
});
