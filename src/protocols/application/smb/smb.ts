/** Server Message Block, version 1: what each message is. Its words and its bytes stay octets. @see MS-CIFS §2.2.3 */
import { mix } from '../../../bytes/hash.ts';
import { flags, u16le, u32le, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';

/** MS-CIFS §2.2.2.1; those that no one used are not here. */
const COMMANDS = /* @__PURE__ */ names({
  CREATE_DIRECTORY: 0x00,
  DELETE_DIRECTORY: 0x01,
  OPEN: 0x02,
  CREATE: 0x03,
  CLOSE: 0x04,
  FLUSH: 0x05,
  DELETE: 0x06,
  RENAME: 0x07,
  QUERY_INFORMATION: 0x08,
  SET_INFORMATION: 0x09,
  READ: 0x0a,
  WRITE: 0x0b,
  LOCK_BYTE_RANGE: 0x0c,
  UNLOCK_BYTE_RANGE: 0x0d,
  CREATE_TEMPORARY: 0x0e,
  CREATE_NEW: 0x0f,
  CHECK_DIRECTORY: 0x10,
  PROCESS_EXIT: 0x11,
  SEEK: 0x12,
  LOCK_AND_READ: 0x13,
  WRITE_AND_UNLOCK: 0x14,
  READ_RAW: 0x1a,
  READ_MPX: 0x1b,
  READ_MPX_SECONDARY: 0x1c,
  WRITE_RAW: 0x1d,
  WRITE_MPX: 0x1e,
  WRITE_MPX_SECONDARY: 0x1f,
  WRITE_COMPLETE: 0x20,
  SET_INFORMATION2: 0x22,
  QUERY_INFORMATION2: 0x23,
  LOCKING_ANDX: 0x24,
  TRANSACTION: 0x25,
  TRANSACTION_SECONDARY: 0x26,
  IOCTL: 0x27,
  IOCTL_SECONDARY: 0x28,
  COPY: 0x29,
  MOVE: 0x2a,
  ECHO: 0x2b,
  WRITE_AND_CLOSE: 0x2c,
  OPEN_ANDX: 0x2d,
  READ_ANDX: 0x2e,
  WRITE_ANDX: 0x2f,
  TRANSACTION2: 0x32,
  TRANSACTION2_SECONDARY: 0x33,
  FIND_CLOSE2: 0x34,
  TREE_CONNECT: 0x70,
  TREE_DISCONNECT: 0x71,
  NEGOTIATE: 0x72,
  SESSION_SETUP_ANDX: 0x73,
  LOGOFF_ANDX: 0x74,
  TREE_CONNECT_ANDX: 0x75,
  QUERY_INFORMATION_DISK: 0x80,
  SEARCH: 0x81,
  FIND: 0x82,
  FIND_UNIQUE: 0x83,
  FIND_CLOSE: 0x84,
  NT_TRANSACT: 0xa0,
  NT_TRANSACT_SECONDARY: 0xa1,
  NT_CREATE_ANDX: 0xa2,
  NT_CANCEL: 0xa4,
  NT_RENAME: 0xa5,
  OPEN_PRINT_FILE: 0xc0,
  WRITE_PRINT_FILE: 0xc1,
  CLOSE_PRINT_FILE: 0xc2,
  NO_ANDX_COMMAND: 0xff,
});
/** Commands whose words begin with the next one and its place (MS-CIFS §2.2.3.4). */
const ANDX = /* @__PURE__ */ new Set([0x24, 0x2d, 0x2e, 0x2f, 0x73, 0x74, 0x75, 0xa2]);
/** Octets of the header. */
const HEADER = 32;

/** All commands of a message: those that follow the first stand behind one another. */
function commandsOf(b: Uint8Array, start: number, end: number): number[] {
  const commands = [b[start + 4] as number];
  let at = start + HEADER;
  while (ANDX.has(commands.at(-1) as number) && at + 5 <= end && (b[at] as number) >= 2) {
    commands.push(b[at + 1] as number);
    const next = start + ((b[at + 3] as number) | ((b[at + 4] as number) << 8));
    if (next <= at) break;
    at = next;
  }
  return commands;
}

const isReply = ({ Flags }: { readonly Flags: { has: (flag: string) => boolean } }): boolean => Flags.has('REPLY');

/** A message. @see MS-CIFS §2.2.3.1 */
export const SMB_Header = layer('SMB_Header', () => ({
  title: 'SMB 1 header',
  about: 'Server Message Block, version 1: one message. Its parameters and its data are octets.',
  source: 'MS-CIFS §2.2.3',
  wireshark: 'smb',
  fields: {
    Start: fixedOctets(4, { default: Uint8Array.of(0xff, 0x53, 0x4d, 0x42), about: '0xff, and SMB' }),
    Command: u8({ default: 0x72, names: COMMANDS, hex: true }),
    Status: u32le({ hex: true, wireshark: 'smb.nt_status' }),
    Flags: flags(8, ['LOCK_AND_READ_OK', 'BUF_AVAIL', 'res', 'CASE_INSENSITIVE', 'CANONICALIZED_PATHS', 'OPLOCK', 'OPBATCH', 'REPLY'], {
      default: 0x18,
      wireshark: 'smb.flags',
    }),
    Flags2: u16le({
      hex: true,
      wireshark: 'smb.flags2',
      about: '0x8000: text is UTF-16, 0x4000: codes are of NT, 0x800: extended security',
    }),
    PIDHigh: u16le({ wireshark: 'smb.pid.high' }),
    SecuritySignature: fixedOctets(8, { wireshark: 'smb.signature' }),
    Reserved: u16le(),
    TID: u16le({ wireshark: 'smb.tid', about: 'tree: the share' }),
    PIDLow: u16le({ default: 1, wireshark: 'smb.pid', about: 'process of the client' }),
    UID: u16le({ wireshark: 'smb.uid', about: 'user' }),
    MID: u16le({ wireshark: 'smb.mid', about: 'the same in a request and its response' }),
    WordCount: u8({ measures: 'Words', unit: 2, wireshark: 'smb.wct' }),
    Words: octets({ about: 'parameters of the command' }),
    ByteCount: u16le({ measures: 'Bytes', wireshark: 'smb.bcc' }),
    Bytes: octets({ about: 'data of the command' }),
  },
  columns: { 'smb.cmd': { hex: 8, of: (_smb, { b, start, end }) => commandsOf(b, start, end) } },
  begins: (b, start, end) => end - start >= HEADER && isSmb(b, start, 0xff),
  match: {
    about: 'the message number; a response to the same command',
    hash: ({ MID }, _role, seed) => mix(seed, MID),
    answers: (reply, request) => isReply(reply) && !isReply(request) && reply.MID === request.MID && reply.Command === request.Command,
  },
  summary: (smb) => `SMB ${COMMANDS.name(smb.Command) ?? smb.Command} ${isReply(smb) ? 'response' : 'request'}`,
}));

/** Whether a message begins with this octet and `SMB`. */
export const isSmb = (b: Uint8Array, at: number, first: number): boolean =>
  b[at] === first && b[at + 1] === 0x53 && b[at + 2] === 0x4d && b[at + 3] === 0x42;
