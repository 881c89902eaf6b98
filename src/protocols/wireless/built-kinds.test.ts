/** What the layer above says of a frame's kind when the frame is built. */
import { expect, it } from 'vitest';
import { toHex } from '../../bytes/hex.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { LLC, SNAP } from '../link/llc.ts';
import { IP } from '../network/ipv4/ipv4.ts';
import { dissect, packet } from '../protocols.ts';
import { chainOf } from '../../../test/support/rebuild.ts';
import { Dot11, Dot11QoS, Dot11Swapped } from './dot11.ts';
import * as M from './management.ts';
import { RadioTap } from './radiotap.ts';

const addr1 = '02:00:00:00:00:01';

const kinds: readonly (readonly [kind: string, body: AnyLayer])[] = [
  ['00', M.Dot11AssoReq],
  ['10', M.Dot11AssoResp],
  ['20', M.Dot11ReassoReq],
  ['30', M.Dot11ReassoResp],
  ['40', M.Dot11ProbeReq],
  ['50', M.Dot11ProbeResp],
  ['80', M.Dot11Beacon],
  ['90', M.Dot11ATIM],
  ['a0', M.Dot11Disas],
  ['b0', M.Dot11Auth],
  ['c0', M.Dot11Deauth],
  // Not in scapy 2.5: IEEE 802.11-2020 table 9-1.
  ['d0', M.Dot11Action],
];

it.each(kinds)('scapy 2.5: a frame of kind %s', (kind, body) => {
  const built = packet(Dot11({ addr1 }), body());
  expect(toHex(built.bytes.subarray(0, 2))).toBe(`${kind}00`);
  // A body of no octets reads as none.
  if (built.bytes.length > 24) expect(chainOf(dissect(built.bytes, Dot11))).toBe(`Dot11/${body.layerName}`);
});

it('scapy 2.5: RadioTap()/Dot11(addr1=…)/Dot11Deauth(reason=7)', () => {
  const octets = `0000080000000000c0000000020000000001${'00'.repeat(14)}0700`;
  expect(toHex(packet(RadioTap(), Dot11({ addr1 }), M.Dot11Deauth({ reason: 7 })).bytes)).toBe(octets);
});

it('scapy 2.5: Dot11(FCfield=1)/LLC()/SNAP()/IP() is data', () => {
  const built = packet(Dot11({ FCfield: 1, addr1 }), LLC(), SNAP(), IP());
  expect(toHex(built.bytes.subarray(0, 2))).toBe('0801');
  expect(chainOf(dissect(built.bytes, Dot11))).toBe('Dot11/LLC/SNAP/IP');
});

it('IEEE 802.11-2020 table 9-1: data with a class of traffic is of subtype 8', () => {
  const built = packet(Dot11({ FCfield: 1, addr1 }), Dot11QoS({ TID: 5 }), LLC(), SNAP(), IP());
  expect(toHex(built.bytes.subarray(0, 2))).toBe('8801');
  expect(chainOf(dissect(built.bytes, Dot11))).toBe('Dot11/Dot11QoS/LLC/SNAP/IP');
});

it('what is given stands', () => {
  expect(toHex(packet(Dot11({ subtype: 5, addr1 }), M.Dot11Beacon()).bytes.subarray(0, 2))).toBe('5000');
  expect(toHex(packet(Dot11({ type: 0, addr1 }), LLC()).bytes.subarray(0, 2))).toBe('0000');
});

it('swapped octets of frame control say the same', () => {
  expect(toHex(packet(Dot11Swapped({ addr1 }), M.Dot11Beacon()).bytes.subarray(0, 2))).toBe('0080');
});

it('IEEE 802.11-2020 table 9-30: four addresses', () => {
  const built = packet(Dot11({ addr1, addr4: '02:00:00:00:00:04', FCfield: 3 }), LLC(), SNAP(), IP());
  expect(chainOf(dissect(built.bytes, Dot11))).toBe('Dot11/LLC/SNAP/IP');
});
