/** What PPP's control protocols have in common: code, identifier, length (RFC 1661 §5). */
import { u16, u8 } from '../../../packet/fields/integers.ts';
import { names } from '../../../packet/spec/names.ts';
import type { Matching } from '../../../packet/spec/spec.ts';

/** @see RFC 1661 §5; RFC 1962 §3; IANA "PPP LCP and IPCP Codes" */
export const controlCodes = /* @__PURE__ */ names({
  'Vendor-Specific': 0,
  'Configure-Request': 1,
  'Configure-Ack': 2,
  'Configure-Nak': 3,
  'Configure-Reject': 4,
  'Terminate-Request': 5,
  'Terminate-Ack': 6,
  'Code-Reject': 7,
  'Protocol-Reject': 8,
  'Echo-Request': 9,
  'Echo-Reply': 10,
  'Discard-Request': 11,
  Identification: 12,
  'Time-Remaining': 13,
  'Reset-Request': 14,
  'Reset-Ack': 15,
});

/** Wireshark's names for the three of them. */
const wiresharkNames = (prefix: string) => ({
  code: `${prefix}.code`,
  id: `${prefix}.identifier`,
  len: `${prefix}.length`,
});

/** The head of a control message that begins with `code`. */
export const controlHead = (code: number) => {
  const wireshark = wiresharkNames('ppp');
  return {
    code: u8({ default: code, names: controlCodes, wireshark: wireshark.code }),
    id: u8({ hex: true, wireshark: wireshark.id, about: 'a reply has that of its request' }),
    len: u16({ measures: 'header', wireshark: wireshark.len }),
  };
};

/** The same with codes of its own, as the authentication protocols have them. */
export const authenticationHead = <const N extends Readonly<Record<string, number>>>(code: number, codes: N, prefix: string) => {
  const wireshark = wiresharkNames(prefix);
  return {
    code: u8({ default: code, names: codes, wireshark: wireshark.code }),
    id: u8({ hex: true, wireshark: wireshark.id, about: 'a reply has that of its request' }),
    len: u16({ measures: 'header', wireshark: wireshark.len }),
  };
};

type Control = { readonly code: number; readonly id: number };

/** `LCP Echo-Request`, as scapy has it for LCP. */
export const controlSummary =
  (protocol: string) =>
  ({ code }: { readonly code: number }): string =>
    `${protocol} ${controlCodes.name(code) ?? code}`;

/** Codes that answer others. */
export const answersBy = (replies: Readonly<Record<number, readonly number[]>>): Matching<Control> => ({
  about: 'the identifier, and a code that answers',
  hash: (_control, _role, seed) => seed,
  answers: (reply, request) => reply.id === request.id && replies[request.code]?.includes(reply.code) === true,
});
