import { describe, expect, it } from 'vitest';
import { askPython } from '../../test/support/python.ts';
import { describeIf, requireScapy } from '../../test/support/require.ts';
import { formatIpv4, readIpv6 } from './address.ts';
import { compareAddresses } from './any-address.ts';
import { comparePrefixes, lengthToMask, maskToLength, Prefix, parsePrefix } from './prefix.ts';
import { seededRandom } from './random.ts';

describe('a prefix', () => {
  it('gives its addresses', () => {
    expect([...parsePrefix('10.0.0.0/30')]).toEqual(['10.0.0.0', '10.0.0.1', '10.0.0.2', '10.0.0.3']);
    expect([...parsePrefix('10.0.0.5/30').hosts()]).toEqual(['10.0.0.5', '10.0.0.6']);
    expect([...parsePrefix('10.0.0.4/31').hosts()]).toEqual(['10.0.0.4', '10.0.0.5']);
    expect([...parsePrefix('255.255.255.255')]).toEqual(['255.255.255.255']);
    expect([...parsePrefix('2001:db8::ffff/127')]).toEqual(['2001:db8::fffe', '2001:db8::ffff']);
  });

  it('is lazy: the first of 2^128 comes at once', () => {
    const [first, second] = parsePrefix('::/0');
    expect([first, second]).toEqual(['::', '::1']);
    expect(parsePrefix('::/0').count).toBe(1n << 128n);
    expect(parsePrefix('0.0.0.0/0').at(-1)).toBe('255.255.255.255');
  });

  it('counts from both ends', () => {
    const prefix = parsePrefix('192.168.7.0/24');
    expect(prefix.at(0)).toBe('192.168.7.0');
    expect(prefix.at(255n)).toBe('192.168.7.255');
    expect(prefix.at(-256)).toBe('192.168.7.0');
    expect(() => prefix.at(256)).toThrow(/256 addresses/);
    expect(() => prefix.at(-257)).toThrow(/256 addresses/);
  });

  it('keeps the address it was given', () => {
    const prefix = parsePrefix('10.1.2.3/8');
    expect([prefix.address, prefix.network, `${prefix}`, JSON.stringify(prefix)]).toEqual([
      '10.1.2.3',
      '10.0.0.0',
      '10.0.0.0/8',
      '"10.0.0.0/8"',
    ]);
    expect(prefix.equals(new Prefix('10.9.9.9', 8))).toBe(true);
    expect(prefix.equals(new Prefix('10.9.9.9', 9))).toBe(false);
  });

  it('contains what lies in it', () => {
    const prefix = parsePrefix('10.0.0.0/8');
    expect(['10.0.0.0', '10.255.255.255', '9.255.255.255', '11.0.0.0', '::10.0.0.0'].map((x) => prefix.contains(x))).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
    expect(prefix.contains(parsePrefix('10.64.0.0/10'))).toBe(true);
    expect(prefix.contains(parsePrefix('10.0.0.0/7'))).toBe(false);
    expect(() => prefix.contains('host')).toThrow(/'host'/);
  });

  it('takes netmasks, and short forms when asked', () => {
    expect(`${parsePrefix('10.1.0.0/255.255.0.0')}`).toBe('10.1.0.0/16');
    expect(`${parsePrefix('10/30', { short: true })}`).toBe('10.0.0.0/30');
    expect(`${parsePrefix('192.168/16', { short: true })}`).toBe('192.168.0.0/16');
    expect(() => parsePrefix('127.0.0.300')).toThrow(
      "'127.0.0.300' is not an address: each of its numbers is at most 255, and 300 is more",
    );
    expect(() => parsePrefix('10/30')).toThrow(/'10\/30' is not a prefix/);
  });

  it.each([
    ['10.0.0.0/33', 'ERR_RANGE'],
    ['::/129', 'ERR_RANGE'],
    ['10.0.0.0/', 'ERR_ADDRESS'],
    ['10.0.0.0/x', 'ERR_ADDRESS'],
    ['10.0.0.0/-1', 'ERR_ADDRESS'],
    ['/8', 'ERR_ADDRESS'],
    ['', 'ERR_ADDRESS'],
    ['10.0.0.0/255.0.255.0', 'ERR_VALUE'],
    ['fe80::%eth0/64', 'ERR_ADDRESS'],
  ])('%j is none', (text, code) => {
    expect(() => parsePrefix(text)).toThrow(expect.objectContaining({ code }));
  });
});

describe('masks', () => {
  it('are lengths', () => {
    for (let length = 0; length <= 32; length++) expect(maskToLength(lengthToMask(length))).toBe(length);
    for (let length = 0; length <= 128; length++) expect(maskToLength(lengthToMask(length, 6))).toBe(length);
    expect(lengthToMask(20)).toBe('255.255.240.0');
    expect(lengthToMask(64, 6)).toBe('ffff:ffff:ffff:ffff::');
    expect(() => lengthToMask(33)).toThrow(/0 … 32/);
    expect(() => maskToLength('0.0.0.1')).toThrow(/not a netmask/);
  });
});

describeIf(requireScapy(), 'as Python’s ipaddress', () => {
  it('networks of random addresses, and their order', () => {
    const random = seededRandom('ipaddress');
    const samples = Array.from({ length: 500 }, () =>
      random.below(2) === 0 ? `${formatIpv4(random.u32())}/${random.below(33)}` : `${readIpv6(random.octets(16), 0)}/${random.below(129)}`,
    );
    const theirs = askPython(
      `import ipaddress
nets = [ipaddress.ip_network(x, strict=False) for x in given]
answer = [[str(n.network_address), str(n.broadcast_address), str(n.netmask), str(n.num_addresses)] for n in nets]
answer.append([str(a) for a in sorted((n.network_address for n in nets), key=lambda a: (a.version, a))])
answer.append([str(n) for n in sorted(nets, key=lambda n: (n.version, n))])`,
      samples,
    );
    const ours: unknown[] = samples.map((text) => {
      const prefix = parsePrefix(text);
      return [prefix.network, prefix.broadcast, prefix.netmask, String(prefix.count)];
    });
    ours.push(samples.map((text) => parsePrefix(text).network).sort(compareAddresses));
    ours.push(
      samples
        .map((text) => parsePrefix(text))
        .sort(comparePrefixes)
        .map(String),
    );
    expect(ours).toEqual(theirs);
  });
});
