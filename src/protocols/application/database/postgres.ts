/** PostgreSQL's messages: how a session starts, and the head of all others. @see PostgreSQL documentation, "Message Formats" */
import { u16, u32 } from '../../../packet/fields/integers.ts';
import { fixedText, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { sentToService } from '../line-protocol.ts';

const SOURCE = 'PostgreSQL documentation, "Message Formats"';

/** What a client asks for before it has a session, by the number in the version's place. */
const REQUESTS: Readonly<Record<number, string>> = {
  0x0003_0000: 'Startup message',
  80877102: 'Cancel request',
  80877103: 'SSL request',
  80877104: 'GSS encrypt request',
};

/** Messages of clients and of servers by their first octet, as Wireshark calls them. */
const CLIENT: Readonly<Record<string, string>> = {
  p: 'Authentication message',
  Q: 'Simple query',
  P: 'Parse',
  B: 'Bind',
  E: 'Execute',
  D: 'Describe',
  C: 'Close',
  H: 'Flush',
  S: 'Sync',
  F: 'Function call',
  d: 'Copy data',
  c: 'Copy completion',
  f: 'Copy failure',
  X: 'Termination',
};
const SERVER: Readonly<Record<string, string>> = {
  R: 'Authentication request',
  K: 'Backend key data',
  S: 'Parameter status',
  '1': 'Parse completion',
  '2': 'Bind completion',
  '3': 'Close completion',
  C: 'Command completion',
  t: 'Parameter description',
  T: 'Row description',
  D: 'Data row',
  I: 'Empty query',
  n: 'No data',
  E: 'Error',
  N: 'Notice',
  s: 'Portal suspended',
  Z: 'Ready for query',
  A: 'Notification',
  V: 'Function call response',
  G: 'CopyIn response',
  H: 'CopyOut response',
  W: 'CopyBoth response',
  d: 'Copy data',
  c: 'Copy completion',
  v: 'Negotiate protocol version',
};
const LETTERS = new Set([...Object.keys(CLIENT), ...Object.keys(SERVER)].map((c) => c.charCodeAt(0)));

const lengthAt = (b: Uint8Array, at: number): number =>
  (b[at] as number) * 0x100_0000 + (((b[at + 1] as number) << 16) | ((b[at + 2] as number) << 8) | (b[at + 3] as number));
/** A message may have up to a gigabyte. */
const MOST = 0x4000_0000;

const isFromClient = (at: LayerContext): boolean => sentToService(at, 5432, 5432);

/** The first message of a client, which has no type. */
export const PostgresStartup = layer('PostgresStartup', () => ({
  title: 'PostgreSQL Startup',
  about: 'What a client of PostgreSQL sends first: its version and options, or a request for encryption or cancelling.',
  source: SOURCE,
  wireshark: 'pgsql',
  fields: {
    len: u32({ measures: 'header', wireshark: 'pgsql.length' }),
    protocol_version_major: u16({ default: 3, wireshark: 'pgsql.version_major' }),
    protocol_version_minor: u16({ wireshark: 'pgsql.version_minor' }),
    options: octets({ about: 'names and values, each ended by 0, and 0; or what the request takes' }),
  },
  columns: {
    'pgsql.type': (s) => REQUESTS[s.protocol_version_major * 0x1_0000 + s.protocol_version_minor] ?? 'Unknown',
    'pgsql.frontend': () => true,
  },
  begins: (b, start, end) => end - start >= 8 && b[start] === 0 && lengthAt(b, start) === end - start,
  summary: (s) => `PostgreSQL ${REQUESTS[s.protocol_version_major * 0x1_0000 + s.protocol_version_minor] ?? 'startup'}`,
}));

/** A message: its type, which means one thing from a client and another from a server, its length, and what it has. */
export const PostgresMessage = layer('PostgresMessage', () => ({
  title: 'PostgreSQL Message',
  about: 'A message of PostgreSQL: its type, its length and its fields as octets.',
  source: SOURCE,
  wireshark: 'pgsql',
  fields: {
    type: fixedText(1, { default: 'Q', about: 'a letter or a digit' }),
    len: u32({ measures: 'header', bias: 1, wireshark: 'pgsql.length', about: 'octets of itself and of what follows it' }),
    data: octets(),
  },
  columns: {
    'pgsql.type': ({ type }, at) => (isFromClient(at) ? CLIENT : SERVER)[type] ?? 'Unknown',
    'pgsql.frontend': (_message, at) => isFromClient(at),
  },
  begins: (b, start, end) => {
    if (end - start < 5 || !LETTERS.has(b[start] as number)) return false;
    const length = lengthAt(b, start + 1);
    return length >= 4 && length < MOST;
  },
  repeats: true,
  summary: ({ type }, at) => `PostgreSQL ${(isFromClient(at) ? CLIENT : SERVER)[type] ?? type}`,
}));
