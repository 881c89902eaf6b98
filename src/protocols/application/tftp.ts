/** Trivial File Transfer Protocol. Only the first packet has port 69: the answer comes from another one, so a session is needed to know the rest. */
import { u16 } from '../../packet/fields/integers.ts';
import { records } from '../../packet/fields/lists.ts';
import { terminatedText } from '../../packet/fields/octets.ts';
import { names } from '../../packet/spec/names.ts';
import { layer } from '../../packet/layer/layer.ts';
import type { LayerContext } from '../../packet/spec/context.ts';
import type { Knowledge } from '../../packet/spec/knowledge.ts';

/** RFC 1350 §5, RFC 2347. */
const OPCODES = { RRQ: 1, WRQ: 2, DATA: 3, ACK: 4, ERROR: 5, OACK: 6 } as const;

/** In the words of RFC 1350 §5 and RFC 2347. */
const WORDS = [
  'Not defined',
  'File not found',
  'Access violation',
  'Disk full or allocation exceeded',
  'Illegal TFTP operation',
  'Unknown transfer ID',
  'File already exists',
  'No such user',
  'Terminate transfer due to option negotiation',
];
/** Numbers of errors by their words. @see RFC 1350 §5; RFC 2347 */
export const TFTP_ERRORS = /* @__PURE__ */ names(Object.fromEntries(WORDS.map((name, code) => [name, code])));

/** What comes to the port that a transfer was asked from belongs to it (RFC 1350 §4). */
function transferBegins(_self: unknown, at: LayerContext, session: Knowledge): void {
  const udp = at.below('UDP');
  const { src, dst }: Record<string, unknown> = udp?.parent?.fields ?? {};
  if (udp === undefined || typeof src !== 'string' || typeof dst !== 'string') return;
  // The server answers from another port of its own (RFC 1350 §4). Without it, who asks could claim the port for all that others send there.
  session.expect({ transport: 'UDP', address: src, port: udp.fields['sport'] as number, peer: dst }, TFTP);
}

/** RFC 1350 §2, RFC 2347: what may answer a packet of a kind. */
const ANSWERS: Readonly<Record<number, readonly number[]>> = {
  [OPCODES.RRQ]: [OPCODES.DATA, OPCODES.OACK, OPCODES.ERROR],
  [OPCODES.WRQ]: [OPCODES.ACK, OPCODES.OACK, OPCODES.ERROR],
  [OPCODES.DATA]: [OPCODES.ACK, OPCODES.ERROR],
  [OPCODES.ACK]: [OPCODES.DATA, OPCODES.ERROR],
  [OPCODES.OACK]: [OPCODES.ACK, OPCODES.DATA, OPCODES.ERROR],
};

/** The kinds of both packets decide, which their opcodes tell; blocks tell which of many a packet answers. */
type Block = { readonly block?: number };
const any = { hash: (_self: unknown, _role: string, seed: number) => seed, answers: () => true };
const ofRequest = { ...any, about: 'what answers a request, from whichever port the server chose', comesFromElsewhere: true } as const;

/** What each packet begins with. @see RFC 1350 §5 */
export const TFTP = layer('TFTP', () => ({
  title: 'TFTP opcode',
  about: 'Trivial File Transfer Protocol: what kind of packet it is.',
  source: 'RFC 1350 §5',
  wireshark: 'tftp',
  fields: { op: u16({ default: 1, names: OPCODES, selects: 'tftp.op', wireshark: 'tftp.opcode' }) },
  begins: (b, start) => b[start] === 0 && (b[start + 1] as number) >= 1 && (b[start + 1] as number) <= 6,
  match: {
    about: 'a kind of packet that answers the other: data or an option acknowledgement to a read request, an acknowledgement to data …',
    hash: (_tftp, _role, seed) => seed,
    answers: (reply, request) => ANSWERS[request.op]?.includes(reply.op) === true,
  },
}));

/** A name and a value, for requests and their acknowledgement. @see RFC 2347 */
export const TFTP_Option = layer('TFTP_Option', () => ({
  title: 'TFTP option',
  about: 'An option of a transfer: its name and its value.',
  source: 'RFC 2347',
  wireshark: '',
  fields: { oname: terminatedText({ wireshark: 'tftp.option.name' }), value: terminatedText({ wireshark: 'tftp.option.value' }) },
}));

const options = () => records(() => TFTP_Option, { about: 'RFC 2347' });
const mode = () => terminatedText({ default: 'octet', wireshark: 'tftp.type', about: 'netascii, octet or mail, in upper or lower case' });

/** Asks for a file. @see RFC 1350 §5 */
export const TFTP_RRQ = layer('TFTP_RRQ', () => ({
  title: 'TFTP Read Request',
  about: 'Asks for a file.',
  source: 'RFC 1350 §5',
  wireshark: '',
  fields: { filename: terminatedText({ wireshark: 'tftp.source_file' }), mode: mode(), options: options() },
  learns: transferBegins,
  match: ofRequest,
  summary: (self) => `RRQ '${self.filename}'`,
}));

/** Asks to write a file. @see RFC 1350 §5 */
export const TFTP_WRQ = layer('TFTP_WRQ', () => ({
  title: 'TFTP Write Request',
  about: 'Asks to write a file.',
  source: 'RFC 1350 §5',
  wireshark: '',
  fields: { filename: terminatedText({ wireshark: 'tftp.destination_file' }), mode: mode(), options: options() },
  learns: transferBegins,
  match: ofRequest,
  summary: (self) => `WRQ '${self.filename}'`,
}));

/** A block of the file, which is the payload. One that is shorter than the others ends the transfer. @see RFC 1350 §5 */
export const TFTP_DATA = layer('TFTP_DATA', () => ({
  title: 'TFTP Data',
  about: 'A block of the file.',
  source: 'RFC 1350 §5',
  wireshark: '',
  fields: { block: u16({ default: 1, wireshark: 'tftp.block' }) },
  // The next block after the one that is acknowledged; the first after a request, or after its options. Numbers go on at 0 after 65535.
  match: {
    about: 'the block after the one that was acknowledged, or block 1',
    hash: any.hash,
    answers: (reply, request: Block) => reply.block === ((request.block ?? 0) + 1) % 65_536,
  },
  summary: (self) => `DATA ${self.block}`,
}));

/** Acknowledges a block. @see RFC 1350 §5 */
export const TFTP_ACK = layer('TFTP_ACK', () => ({
  title: 'TFTP Ack',
  about: 'Acknowledges a block.',
  source: 'RFC 1350 §5',
  wireshark: '',
  fields: { block: u16({ wireshark: 'tftp.block', about: 'its number; 0 answers a write request' }) },
  match: {
    about: 'the block that was sent, or 0',
    hash: any.hash,
    answers: (reply, request: Block) => reply.block === (request.block ?? 0),
  },
  summary: (self) => `ACK ${self.block}`,
}));

/** Ends a transfer before its end. @see RFC 1350 §5 */
export const TFTP_ERROR = layer('TFTP_ERROR', () => ({
  title: 'TFTP Error',
  about: 'Aborts a transfer.',
  source: 'RFC 1350 §5; RFC 2347',
  wireshark: '',
  fields: {
    errorcode: u16({ names: TFTP_ERRORS, wireshark: 'tftp.error.code' }),
    errormsg: terminatedText({ wireshark: 'tftp.error.message' }),
  },
  match: { ...any, about: 'always' },
  summary: (self) => `ERROR ${TFTP_ERRORS.name(self.errorcode) ?? self.errorcode}: '${self.errormsg}'`,
}));

/** Says which options are taken. @see RFC 2347 */
export const TFTP_OACK = layer('TFTP_OACK', () => ({
  title: 'TFTP Option Ack',
  about: 'Says which options are accepted.',
  source: 'RFC 2347',
  wireshark: '',
  fields: { options: options() },
  match: { ...any, about: 'always: it answers a request' },
}));
