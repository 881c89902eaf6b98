/** Server Message Block, versions 2 and 3: what each message is. Most commands' structures stay octets. @see MS-SMB2 §2.2.1 */
import { mix } from '../../../bytes/hash.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { flags, u16le, u32le, u64le } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import { isSmb } from './smb.ts';
import { dataLayer, dataLayers } from './smb2-data.ts';

/** MS-SMB2 §2.2.1.2. */
const COMMANDS = /* @__PURE__ */ names({
  NEGOTIATE: 0,
  SESSION_SETUP: 1,
  LOGOFF: 2,
  TREE_CONNECT: 3,
  TREE_DISCONNECT: 4,
  CREATE: 5,
  CLOSE: 6,
  FLUSH: 7,
  READ: 8,
  WRITE: 9,
  LOCK: 10,
  IOCTL: 11,
  CANCEL: 12,
  ECHO: 13,
  QUERY_DIRECTORY: 14,
  CHANGE_NOTIFY: 15,
  QUERY_INFO: 16,
  SET_INFO: 17,
  OPLOCK_BREAK: 18,
});
const FLAGS = [
  'SMB2_FLAGS_SERVER_TO_REDIR',
  'SMB2_FLAGS_ASYNC_COMMAND',
  'SMB2_FLAGS_RELATED_OPERATIONS',
  'SMB2_FLAGS_SIGNED',
  ...Array.from({ length: 24 }, (_, i) => `bit_${i + 4}`),
  'SMB2_FLAGS_DFS_OPERATIONS',
  'SMB2_FLAGS_REPLAY_OPERATION',
];
/** Octets of the header. */
const HEADER = 64;

type Flagged = { readonly Flags: { has: (flag: string) => boolean } };
/** An asynchronous one has a number in the place of process and tree (MS-SMB2 §2.2.1.1). */
const isSync = (smb: unknown): boolean => !(smb as Flagged).Flags.has('SMB2_FLAGS_ASYNC_COMMAND');
const isReply = ({ Flags }: Flagged): boolean => Flags.has('SMB2_FLAGS_SERVER_TO_REDIR');

/** A message's header; what the command says is its payload. Compounded messages stand one behind another. @see MS-SMB2 §2.2.1; §3.2.4.1.4 */
export const SMB2_Header = layer('SMB2_Header', () => ({
  title: 'SMB 2 header',
  about: 'Server Message Block, versions 2 and 3: the header of a message. The structure of its command is its payload.',
  source: 'MS-SMB2 §2.2.1',
  wireshark: 'smb2',
  repeats: true,
  fields: {
    Start: fixedOctets(4, { default: Uint8Array.of(0xfe, 0x53, 0x4d, 0x42), about: '0xfe, and SMB' }),
    StructureSize: u16le({ default: HEADER, wireshark: 'smb2.header_len' }),
    CreditCharge: u16le({ wireshark: 'smb2.credit.charge' }),
    Status: u32le({ hex: true, about: 'in a request of SMB 3 the channel sequence' }),
    Command: u16le({ names: COMMANDS, wireshark: 'smb2.cmd' }),
    CreditsRequested: u16le({ about: 'in a response those granted' }),
    Flags: flags(32, FLAGS, { wireshark: 'smb2.flags' }, { little: true }),
    NextCommand: u32le({ hex: true, wireshark: 'smb2.chain_offset', about: 'octets to the next message; 0: it is the last' }),
    MID: u64le({ wireshark: 'smb2.msg_id', about: 'the same in a request and its response' }),
    AsyncId: when({ Flags: 'SMB2_FLAGS_ASYNC_COMMAND' }, u64le({ wireshark: 'smb2.aid' })),
    PID: when(isSync, u32le({ hex: true, wireshark: 'smb2.pid', about: 'reserved' })),
    TID: when(isSync, u32le({ hex: true, wireshark: 'smb2.tid', about: 'tree: the share' })),
    SessionId: u64le({ wireshark: 'smb2.sesid' }),
    SecuritySignature: fixedOctets(16, { wireshark: 'smb2.signature' }),
  },
  columns: {
    'smb2.nt_status': { hex: 32, of: (smb) => (isReply(smb) ? smb.Status : undefined) },
    'smb2.credits.requested': (smb) => (isReply(smb) ? undefined : smb.CreditsRequested),
    'smb2.credits.granted': (smb) => (isReply(smb) ? smb.CreditsRequested : undefined),
  },
  payloadLength: ({ NextCommand }) => (NextCommand >= HEADER ? NextCommand - HEADER : Number.POSITIVE_INFINITY),
  begins: (b, start, end) => end - start >= HEADER && isSmb(b, start, 0xfe) && b[start + 4] === HEADER && b[start + 5] === 0,
  next: {
    to: dataLayers,
    choose: (smb, { b, start, end }) => dataLayer(smb.Command, isReply(smb), { b, at: start + HEADER, end }),
  },
  match: {
    about: 'the message number; a response to the same command',
    hash: ({ MID }, _role, seed) => mix(seed, Number(BigInt.asUintN(32, BigInt(MID)))),
    answers: (reply, request) =>
      isReply(reply) && !isReply(request) && BigInt(reply.MID) === BigInt(request.MID) && reply.Command === request.Command,
  },
  summary: (smb) => `SMB2 ${COMMANDS.name(smb.Command) ?? smb.Command} ${isReply(smb) ? 'response' : 'request'}`,
}));

/** What the command says. @see MS-SMB2 §2.2.3 to §2.2.39 */
export const SMB2_Command = layer('SMB2_Command', () => ({
  title: 'SMB 2 command',
  about: 'The structure of a command of SMB 2, as octets.',
  source: 'MS-SMB2 §2.2',
  wireshark: '',
  fields: { data: octets() },
}));
