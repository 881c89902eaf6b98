/** MySQL's packets: the server's greeting, commands, and the heads of all others. @see MySQL Internals "Client/Server Protocol" */
import { u24le, u32le, u8 } from '../../../packet/fields/integers.ts';
import { octets, terminatedText } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import { beginsRecord } from '../tls/tls.ts';

const SOURCE = 'MySQL documentation, "MySQL Packets", "Command Phase"';

/** Commands. @see MySQL documentation, "Command Phase" */
const COMMANDS = /* @__PURE__ */ names({
  SLEEP: 0,
  QUIT: 1,
  INIT_DB: 2,
  QUERY: 3,
  FIELD_LIST: 4,
  CREATE_DB: 5,
  DROP_DB: 6,
  REFRESH: 7,
  SHUTDOWN: 8,
  STATISTICS: 9,
  PROCESS_INFO: 10,
  CONNECT: 11,
  PROCESS_KILL: 12,
  DEBUG: 13,
  PING: 14,
  TIME: 15,
  DELAYED_INSERT: 16,
  CHANGE_USER: 17,
  BINLOG_DUMP: 18,
  TABLE_DUMP: 19,
  CONNECT_OUT: 20,
  REGISTER_SLAVE: 21,
  STMT_PREPARE: 22,
  STMT_EXECUTE: 23,
  STMT_SEND_LONG_DATA: 24,
  STMT_CLOSE: 25,
  STMT_RESET: 26,
  SET_OPTION: 27,
  STMT_FETCH: 28,
  DAEMON: 29,
  BINLOG_DUMP_GTID: 30,
  RESET_CONNECTION: 31,
});

/** Length and number, which begin each packet. */
const head = () => ({
  packet_length: u24le({ measures: 'header', bias: 4, wireshark: 'mysql.packet_length' }),
  packet_number: u8({ wireshark: 'mysql.packet_number', about: 'counts the packets of one exchange' }),
});

const lengthAt = (b: Uint8Array, at: number): number => (b[at] as number) | ((b[at + 1] as number) << 8) | ((b[at + 2] as number) << 16);
/** Whether a packet that is number 0 stands at `start`, and is all there is. */
const isFirst = (b: Uint8Array, start: number, end: number): boolean => end - start >= 5 && b[start + 3] === 0;

/**
 * Whether a record of TLS 1.0 or later begins there, by which a connection goes on behind an SSLRequest. As a command its length would be 65,536 octets
 * or more, and end in 0314 to 0318. @see MySQL documentation, "Protocol::SSLRequest"
 */
const isEncrypted = (b: Uint8Array, start: number, end: number): boolean => b[start + 2] !== 0 && beginsRecord(b, start, end);

/** What a server says first: its versions; its salt and capabilities are octets here. */
export const MySQLGreeting = layer('MySQLGreeting', () => ({
  title: 'MySQL Server Greeting',
  about: 'What a server of MySQL says first.',
  source: 'MySQL documentation, "Protocol::HandshakeV10"',
  wireshark: 'mysql',
  fields: {
    ...head(),
    protocol: u8({ default: 10, wireshark: 'mysql.protocol' }),
    version: terminatedText({ wireshark: 'mysql.version' }),
    thread_id: u32le({ wireshark: 'mysql.thread_id' }),
    data: octets({ about: 'salt, capabilities, character set, status, way to authenticate' }),
  },
  // Protocol 10, and a version that is a number and a point or more.
  begins: (b, start, end) =>
    isFirst(b, start, end) &&
    b[start + 4] === 10 &&
    lengthAt(b, start) === end - start - 4 &&
    (b[start + 5] as number) >= 0x30 &&
    (b[start + 5] as number) <= 0x39,
  summary: ({ version }) => `MySQL greeting ${String(version)}`,
}));

/** A command: the first packet of an exchange. */
export const MySQLRequest = layer('MySQLRequest', () => ({
  title: 'MySQL Request',
  about: 'A command of a client of MySQL.',
  source: SOURCE,
  wireshark: 'mysql',
  fields: {
    ...head(),
    command: u8({ default: 3, names: COMMANDS, wireshark: 'mysql.command' }),
    data: octets({ about: 'the query, or what the command takes' }),
  },
  columns: { 'mysql.query': ({ command, data }) => (command === 3 ? String.fromCharCode(...data.subarray(0, 4096)) : undefined) },
  begins: (b, start, end) =>
    isFirst(b, start, end) && (b[start + 4] as number) <= 31 && lengthAt(b, start) >= 1 && !isEncrypted(b, start, end),
  summary: ({ command }) => `MySQL ${COMMANDS.name(command) ?? command}`,
}));

/** Any other packet: a login, a result. */
export const MySQLPacket = layer('MySQLPacket', () => ({
  title: 'MySQL Packet',
  about: 'A packet of MySQL that is no first one: a login, a part of a result.',
  source: SOURCE,
  wireshark: 'mysql',
  fields: { ...head(), data: octets() },
  repeats: true,
  summary: ({ packet_number }) => `MySQL packet ${packet_number}`,
}));
