/** Lightweight Directory Access Protocol: the envelope of each message, and the operations that most connections have. */
import { mix } from '../../../bytes/hash.ts';
import { ber } from '../../../packet/fields/ber/ber.ts';
import { valueAt } from '../../../packet/fields/ber/tlv.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { plainOf } from '../../../packet/spec/inside.ts';
import { ANSWERS, ldapOperations, NUMBERS, OPERATION_TAGS } from './ldap-operations.ts';

/** RFC 4511 §4.1.11. */
const controls = () =>
  ber.tagged(
    0xa0,
    ber.sequenceOf(
      ber.sequence({
        controlType: ber.text({ wireshark: 'ldap.controlType' }),
        criticality: ber.optional(ber.boolean({ wireshark: 'ldap.criticality' })),
        controlValue: ber.optional(ber.octetString()),
      }),
    ),
  );

/**
 * Whether a message begins: a sequence, a number in it, and an operation of the class APPLICATION behind that (RFC 4511 §4.1.1). A segment may end within it.
 */
function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  if (b[start] !== 0x30) return false;
  const message = valueAt(b, start, end);
  const id = message === undefined ? undefined : valueAt(b, message.from, end);
  if (id === undefined || id.tag !== 2 || id.end - id.from < 1 || id.end - id.from > 4 || id.end >= end) return false;
  return OPERATION_TAGS.has(b[id.end] as number);
}

type Message = { readonly message: unknown };
/** A message's members; none where its octets are no message. */
const membersOf = (message: unknown) => (plainOf(message) ?? {}) as { readonly messageID?: unknown; readonly protocolOp?: unknown };
const numberOf = (message: unknown): number => {
  const id = plainOf(membersOf(message).messageID);
  return typeof id === 'number' ? id : -1;
};
const operationOf = (message: unknown): string => {
  const { protocolOp } = membersOf(message);
  return Array.isArray(protocolOp) ? String(protocolOp[0]) : 'message';
};

/** The fields of both: a message is the same over TCP and UDP. */
const fields = () => ({
  message: ber.sequence({
    messageID: ber.integer({ default: 1, wireshark: 'ldap.messageID', about: 'the same in a request and its responses' }),
    protocolOp: ldapOperations(),
    Controls: ber.optional(controls()),
  }),
});
const common = () => ({
  fields: fields(),
  columns: { 'ldap.protocolOp': ({ message }: Message) => NUMBERS[operationOf(message)] },
  begins: beginsMessage,
  match: {
    about: 'the message’s number, and an operation that answers',
    hash: ({ message }: Message, _role: unknown, seed: number) => mix(seed, numberOf(message)),
    answers: (reply: Message, request: Message) =>
      (ANSWERS[operationOf(request.message)] ?? []).includes(operationOf(reply.message)) &&
      numberOf(reply.message) === numberOf(request.message),
  },
});

/** A message over TCP. @see RFC 4511 §4.1.1 */
export const LDAP = layer('LDAP', () => ({
  about: 'Lightweight Directory Access Protocol: one message.',
  source: 'RFC 4511 §4.1.1',
  wireshark: 'ldap',
  repeats: true,
  ...common(),
  summary: ({ message }) => `LDAP ${operationOf(message)}`,
}));

/** The same over UDP. @see RFC 1798; MS-ADTS §6.3.3 */
export const CLDAP = layer('CLDAP', () => ({
  title: 'CLDAP',
  about: 'Lightweight Directory Access Protocol over UDP: by it hosts find a domain controller.',
  source: 'RFC 1798; MS-ADTS §6.3.3',
  wireshark: 'cldap',
  repeats: true,
  ...common(),
  summary: ({ message }) => `CLDAP ${operationOf(message)}`,
}));
