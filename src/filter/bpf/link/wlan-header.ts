/** How long an 802.11 header is, and what capture programs write before it. */
import {
  and,
  binary,
  constant,
  equalMasked,
  fromRegister,
  load,
  not,
  or,
  plus,
  type Position,
  type Register,
  type Step,
  test,
  type Value,
} from '../conditions/intermediate.ts';
import type { WlanPrefix } from './link-layouts.ts';

const octet = (offset: number): Value => load({ offset }, 1);
/** Two octets, the lower one first. */
const littleEndian = (offset: number): Value => binary('|', binary('<<', octet(offset + 1), constant(8)), octet(offset));

/** What must hold of every packet: behind PPI only 802.11 can be looked into. Its link type, 105, stands there in little-endian order. */
export const wlanRequirements = (prefix: WlanPrefix | undefined): Step[] =>
  prefix === 'ppi' ? [{ kind: 'require', condition: test('equal', load({ offset: 4 }, 4), constant(0x69000000)) }] : [];

/** Steps that set a register to the length of what stands before the 802.11 header. */
export function wlanPrefixLength(prefix: WlanPrefix, register: Register): Step[] {
  const set = (value: Value): Step => ({ kind: 'assign', register, value });
  switch (prefix) {
    case 'none':
      return [];
    case 'avs':
      return [set(load({ offset: 4 }, 4))];
    case 'prism':
      // An AVS header can stand there in its place: its version says so.
      return [
        {
          kind: 'when',
          condition: equalMasked({ offset: 0 }, 4, 0x80211000, 0xfffff000),
          steps: [set(load({ offset: 4 }, 4))],
          otherwise: [set(constant(144))],
        },
      ];
    case 'radiotap':
      return [set(littleEndian(2))];
    case 'ppi':
      return [set(littleEndian(2))];
  }
}

const bit = (at: Position, mask: number) => test('anyBit', load(at, 1), constant(mask));

/**
 * Steps that set a register to the end of the 802.11 header: 24 octets, two more in data frames with QoS. After a radiotap header that says
 * so (its flag for padding to words is set) the end is rounded up to a multiple of four.
 *
 * @see IEEE 802.11-2016 §9.3.2.1; radiotap.org, "Flags", bit 0x20
 */
export function wlanHeaderLength(prefix: WlanPrefix, start: Value | undefined, register: Register): Step[] {
  const control: Position = { base: start, offset: 0 };
  const self = fromRegister(register);
  const data = and(bit(control, 0x08), not(bit(control, 0x04)));
  const qos: Step = { kind: 'when', condition: bit(control, 0x80), steps: [{ kind: 'assign', register, value: plus(self, constant(2)) }] };
  return [
    { kind: 'assign', register, value: plus(start, constant(24)) },
    { kind: 'when', condition: data, steps: prefix === 'radiotap' ? [qos, padding(register, self)] : [qos] },
  ];
}

/** The radiotap field of flags is there (bit 1 of the first word) and no second word of presence bits; it stands behind the time stamp, if there is one. */
function padding(register: Register, self: Value): Step {
  const present = load({ offset: 4 }, 4);
  const has = (mask: number) => test('anyBit', present, constant(mask));
  const padded = or(and(has(0x01000000), bit({ offset: 16 }, 0x20)), and(not(has(0x01000000)), bit({ offset: 8 }, 0x20)));
  return {
    kind: 'when',
    condition: and(has(0x02000000), not(has(0x80)), padded),
    steps: [{ kind: 'assign', register, value: binary('&', plus(self, constant(3)), constant(0xfffffffc)) }],
  };
}
