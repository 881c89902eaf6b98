import { expect, it } from 'vitest';
import { isZoneOf, splitZone } from './zone.ts';

it('takes the zone off IPv6 addresses alone', () => {
  // RFC 4007 §11.2: the examples.
  expect(splitZone('fe80::1234%1')).toEqual({ address: 'fe80::1234', zone: '1' });
  expect(splitZone('ff02::5678%pvc1.3')).toEqual({ address: 'ff02::5678', zone: 'pvc1.3' });
  for (const text of ['fe80::1', '192.0.2.1%eth0', 'fe80::1%', 'example%org', '%eth0', ''])
    expect(splitZone(text)).toEqual({ address: text });
});

it('means an interface by name or number', () => {
  const eth0 = { name: 'eth0', index: 2 };
  expect(['eth0', '2', '02', 'eth', ''].map((zone) => isZoneOf(zone, eth0))).toEqual([true, true, false, false, false]);
  expect(isZoneOf('undefined', { name: 'lo' })).toBe(false);
});
