/** Kerberos version 5: what each message is. Tickets and what is encrypted stay octets. */
import { ber } from '../../../packet/fields/ber/ber.ts';
import { tagAt, valueAt } from '../../../packet/fields/ber/tlv.ts';
import { flag, bits } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';

/** Message types, which are the numbers of the messages' tags too. @see RFC 4120 §7.5.7 */
const TYPES = /* @__PURE__ */ names({
  AS_REQ: 10,
  AS_REP: 11,
  TGS_REQ: 12,
  TGS_REP: 13,
  AP_REQ: 14,
  AP_REP: 15,
  KRB_SAFE: 20,
  KRB_PRIV: 21,
  KRB_CRED: 22,
  KRB_ERROR: 30,
});
/** `[APPLICATION n]`, constructed. */
const APPLICATION = 0x60;

const type = (of: number) => ber.integer({ default: of, names: TYPES, wireshark: 'kerberos.msg_type' });
const pvno = () => ber.integer({ default: 5, wireshark: 'kerberos.pvno', about: 'version of the protocol' });

/** A message of which the rest is octets. @see RFC 4120 §5.5 to §5.9 */
const head = (of: number) =>
  ber.explicit(
    APPLICATION + of,
    ber.sequence({
      pvno: ber.explicit(0xa0, pvno()),
      msgType: ber.explicit(0xa1, type(of)),
      rest: octets({ about: 'the other members, as DER' }),
    }),
  );

/** What goes with a request; of a TGS_REQ the ticket that it is made with. @see RFC 4120 §5.2.7 */
const padata = () =>
  ber.sequence({
    padataType: ber.explicit(0xa1, ber.integer({ wireshark: 'kerberos.padata_type' })),
    padataValue: ber.explicit(0xa2, ber.explicit(0x04, ber.choice({ AP_REQ: head(14) }))),
  });

/** A request for a ticket. @see RFC 4120 §5.4.1 */
const request = (of: number) =>
  ber.explicit(
    APPLICATION + of,
    ber.sequence({
      pvno: ber.explicit(0xa1, pvno()),
      msgType: ber.explicit(0xa2, type(of)),
      padata: ber.optional(ber.explicit(0xa3, ber.sequenceOf(padata()))),
      reqBody: octets({ about: 'the body of the request, as DER' }),
    }),
  );

/** Whether a message begins: one of the tags, and a sequence in it that fills it. */
function beginsMessage(b: Uint8Array, start: number, end: number): boolean {
  if (TYPES.name((b[start] as number) - APPLICATION) === undefined) return false;
  const message = valueAt(b, start, end);
  const body = message === undefined ? undefined : valueAt(b, message.from, end);
  if (message === undefined || body?.tag !== 0x30) return false;
  // A segment may end within it.
  return (message.end > end || body.end === message.end) && (tagAt(b, body.from, end)?.tag ?? 0xa0) >> 1 === 0x50;
}

const typeOf = (message: unknown): string => (Array.isArray(message) ? String(message[0]) : 'message');
/** What answers a request. */
const ANSWERS: Readonly<Record<string, string>> = { AS_REQ: 'AS_REP', TGS_REQ: 'TGS_REP', AP_REQ: 'AP_REP' };

/** A message of Kerberos. @see RFC 4120 §5 */
export const Kerberos = layer('Kerberos', () => ({
  about: 'Kerberos version 5: one message. Tickets and encrypted parts are octets.',
  source: 'RFC 4120 §5',
  wireshark: 'kerberos',
  fields: {
    message: ber.choice({
      AS_REQ: request(10),
      AS_REP: head(11),
      TGS_REQ: request(12),
      TGS_REP: head(13),
      AP_REQ: head(14),
      AP_REP: head(15),
      KRB_SAFE: head(20),
      KRB_PRIV: head(21),
      KRB_CRED: head(22),
      KRB_ERROR: head(30),
    }),
  },
  begins: beginsMessage,
  match: {
    about: 'a message of the kind that answers, or an error',
    hash: (_kerberos, _role, seed) => seed,
    answers: (reply, request) => {
      const wanted = ANSWERS[typeOf(request.message)];
      return wanted !== undefined && [wanted, 'KRB_ERROR'].includes(typeOf(reply.message));
    },
  },
  summary: ({ message }) => `Kerberos ${typeOf(message)}`,
}));

/** The length before each message on TCP. @see RFC 4120 §7.2.2 */
export const KerberosTCPHeader = layer('KerberosTCPHeader', () => ({
  title: 'Kerberos over TCP',
  about: 'Length of a Kerberos message on a stream.',
  source: 'RFC 4120 §7.2.2',
  wireshark: '',
  repeats: true,
  fields: {
    reserved: flag({ wireshark: 'kerberos.rm.reserved', about: 'zero; RFC 5021 extends the length' }),
    len: bits(31, { measures: 'payload', wireshark: 'kerberos.rm.length', about: 'octets of the message' }),
  },
  begins: (b, start, end) => end - start > 6 && b[start] === 0 && beginsMessage(b, start + 4, end),
}));
