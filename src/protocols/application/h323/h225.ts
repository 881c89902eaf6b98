/** Calls of H.323: their signalling, which is Q.931 in TPKT, and what goes between an end and its gatekeeper. @see ITU-T H.225.0; ITU-T Q.931 */
import { choose } from '../../../packet/fields/conditional.ts';
import { bits, u8 } from '../../../packet/fields/integers.ts';
import { records } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { struct } from '../../../packet/fields/struct.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import type { Self } from '../../../packet/spec/field.ts';

/** ITU-T Q.931 table 4-2. */
const MESSAGES = /* @__PURE__ */ names({
  ALERTING: 1,
  'CALL PROCEEDING': 2,
  PROGRESS: 3,
  SETUP: 5,
  CONNECT: 7,
  'SETUP ACKNOWLEDGE': 0x0d,
  'CONNECT ACKNOWLEDGE': 0x0f,
  'USER INFORMATION': 0x20,
  SUSPEND_REJECT: 0x21,
  RESUME_REJECT: 0x22,
  SUSPEND: 0x25,
  RESUME: 0x26,
  'SUSPEND ACKNOWLEDGE': 0x2d,
  'RESUME ACKNOWLEDGE': 0x2e,
  DISCONNECT: 0x45,
  RESTART: 0x46,
  RELEASE: 0x4d,
  'RESTART ACKNOWLEDGE': 0x4e,
  'RELEASE COMPLETE': 0x5a,
  SEGMENT: 0x60,
  FACILITY: 0x62,
  NOTIFY: 0x6e,
  'STATUS ENQUIRY': 0x75,
  'CONGESTION CONTROL': 0x79,
  INFORMATION: 0x7b,
  STATUS: 0x7d,
});

/** ITU-T Q.931 table 4-3. */
// biome-ignore format: one element a number
const ELEMENTS = { 'bearer capability': 4, cause: 8, 'call identity': 0x10, 'call state': 0x14, channel: 0x18, facility: 0x1c, progress: 0x1e, 'network facilities': 0x20, notification: 0x27, display: 0x28, 'date and time': 0x29, keypad: 0x2c, signal: 0x34, 'connected number': 0x4c, 'calling number': 0x6c, 'calling subaddress': 0x6d, 'called number': 0x70, 'called subaddress': 0x71, 'redirecting number': 0x74, 'transit network': 0x78, restart: 0x79, 'low layer': 0x7c, 'high layer': 0x7d, user: 0x7e };
const USER = 0x7e;
/** Elements of one octet: a type in its upper half, or alone (ITU-T Q.931 §4.5.1). */
const isSingle = (id: number): boolean => id >= 0x80;

/** What H.323 puts into the element for users: the message again, in ASN.1's packed rules (ITU-T H.225.0 §7.2.2.31, annex H). */
const userInformation = () =>
  struct({
    discriminator: u8({ default: 5, about: '5: ASN.1' }),
    head: bitsOfUser(),
    data: octets({ about: 'the rest, by the packed encoding rules' }),
  });
/** Which message of H.225.0 it is: its number stands in the last three bits, where no extension's does. */
const bitsOfUser = () => u8({ hex: true, about: 'bits of optional parts, and the message (3 bits)' });

/** One information element; one for users has a length of two octets in H.225.0. */
export const Q931Element = layer('Q931Element', () => ({
  about: 'An information element of a message about a call.',
  source: 'ITU-T Q.931 §4.5.1',
  wireshark: '',
  fields: {
    id: u8({ names: ELEMENTS, hex: true }),
    value: choose(
      (self: Self) => (isSingle(self['id'] as number) ? 'single' : 'other'),
      { single: struct({}), other: sized('u8', octets()) },
      octets(),
    ),
  },
}));
/** An information element of a message about a call of H.323. @see ITU-T Q.931 §4.5.1; ITU-T H.225.0 §7.2.2.31 */
export const H225Element = layer('H225Element', () => ({
  about: 'An information element of a message about a call of H.323.',
  source: 'ITU-T Q.931 §4.5.1; ITU-T H.225.0 §7.2.2.31',
  wireshark: '',
  fields: {
    id: u8({ names: ELEMENTS, hex: true }),
    value: choose(
      (self: Self) => (isSingle(self['id'] as number) ? 'single' : self['id'] === USER ? 'user' : 'other'),
      { single: struct({}), user: sized('u16', userInformation()), other: sized('u8', octets()) },
      octets(),
    ),
  },
}));

const head = () => ({
  disc: u8({ default: 8, hex: true, wireshark: 'q931.disc', about: '8: messages about calls' }),
  spare: bits(4),
  reflen: bits(4, { measures: 'ref', wireshark: 'q931.call_ref_len' }),
  ref: octets({ default: Uint8Array.of(0, 1), about: 'number of the call; its first bit says that who answers sends' }),
  type: u8({ default: 5, names: MESSAGES, hex: true, wireshark: 'q931.message_type' }),
});
interface Call {
  readonly ref: Uint8Array;
  readonly type: number;
}
const columns = {
  'q931.call_ref': ({ ref }: Call) =>
    ref.length === 0 ? undefined : [...ref].map((x, i) => (i === 0 ? x & 0x7f : x).toString(16).padStart(2, '0')).join(''),
  'q931.call_ref_flag': ({ ref }: Call) => (ref.length === 0 ? undefined : (ref[0] as number) > 0x7f),
};
const begins = (b: Uint8Array, start: number, end: number): boolean =>
  b[start] === 8 && (b[start + 1] as number) <= 3 && start + 3 + (b[start + 1] as number) <= end;
const summary = ({ type }: Call): string => `Q.931 ${MESSAGES.name(type) ?? type}`;

/** Messages about calls of ISDN, and about circuits of frame relay (Q.933). @see ITU-T Q.931 §4 */
export const Q931 = layer('Q931', () => ({
  title: 'Q.931',
  about: 'Q.931: a message about a call: begins it, ends it.',
  source: 'ITU-T Q.931 §4',
  wireshark: 'q931',
  begins,
  fields: { ...head(), elements: records(() => Q931Element, { rest: true }) },
  columns,
  summary,
}));

/** The same in H.323. @see ITU-T H.225.0 §7 */
export const H225 = layer('H225', () => ({
  title: 'H.225.0 call signalling',
  about: 'H.225.0: a message about a call of H.323, in the form of Q.931.',
  source: 'ITU-T H.225.0 §7.2; ITU-T Q.931 §4',
  wireshark: 'q931:h225',
  begins,
  fields: { ...head(), elements: records(() => H225Element, { rest: true }) },
  columns: {
    ...columns,
    // The message's number where it is one of the first version's (ITU-T H.225.0 annex H).
    'h225.h323_message_body': ({ elements }) =>
      elements.flatMap((e) => {
        const value = e instanceof Uint8Array || e.id !== USER ? undefined : e.value;
        const first = typeof value === 'object' && 'head' in value ? Number(value.head) : 8;
        return (first & 8) === 0 ? [first & 7] : [];
      }),
  },
  summary,
}));

/** ITU-T H.225.0 annex H, RasMessage. */
// biome-ignore format: one message a number
const RAS = /* @__PURE__ */ names({ gatekeeperRequest: 0, gatekeeperConfirm: 1, gatekeeperReject: 2, registrationRequest: 3, registrationConfirm: 4, registrationReject: 5, unregistrationRequest: 6, unregistrationConfirm: 7, unregistrationReject: 8, admissionRequest: 9, admissionConfirm: 10, admissionReject: 11, bandwidthRequest: 12, bandwidthConfirm: 13, bandwidthReject: 14, disengageRequest: 15, disengageConfirm: 16, disengageReject: 17, locationRequest: 18, locationConfirm: 19, locationReject: 20, infoRequest: 21, infoRequestResponse: 22, nonStandardMessage: 23, unknownMessageResponse: 24 });
const LAST_RAS = 24;

/** What an end and its gatekeeper say: registration, admission, status. @see ITU-T H.225.0 §7.6 */
export const H225RAS = layer('H225RAS', () => ({
  title: 'H.225.0 RAS',
  about: 'H.225.0: registration, admission and status between an end of H.323 and its gatekeeper.',
  source: 'ITU-T H.225.0 §7.6, annex H',
  wireshark: 'h225',
  begins: (b, start, end) => end - start >= 4 && (b[start] as number) >> 2 <= LAST_RAS,
  fields: {
    extended: bits(1, { about: '1: a message of a later version' }),
    type: bits(5, { names: RAS }),
    parts: bits(2, { about: 'the first bits of the message: which parts are there' }),
    data: octets({ about: 'the rest, by the packed encoding rules' }),
  },
  columns: { 'h225.RasMessage': ({ extended, type }) => (extended === 0 ? type : undefined) },
  summary: ({ type }) => `RAS ${RAS.name(type) ?? type}`,
}));
