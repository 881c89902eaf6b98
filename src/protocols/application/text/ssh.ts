/** Secure Shell: identifications, and the packets that are not encrypted yet. @see RFC 4253 */
import { record } from '../../../packet/fields/lists.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { u32, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets, text } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { line, lineEnd } from '../../../packet/fields/text-lines.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';
import { tellConversation } from '../conversation.ts';

/** Message numbers. @see RFC 4250 §4.1.2; RFC 4419 §5; RFC 8308 §2.2 */
const MESSAGES = /* @__PURE__ */ names({
  DISCONNECT: 1,
  IGNORE: 2,
  UNIMPLEMENTED: 3,
  DEBUG: 4,
  SERVICE_REQUEST: 5,
  SERVICE_ACCEPT: 6,
  EXT_INFO: 7,
  NEWCOMPRESS: 8,
  KEXINIT: 20,
  NEWKEYS: 21,
  KEX_30: 30,
  KEX_31: 31,
  KEX_DH_GEX_INIT: 32,
  KEX_DH_GEX_REPLY: 33,
  KEX_DH_GEX_REQUEST: 34,
  USERAUTH_REQUEST: 50,
  USERAUTH_FAILURE: 51,
  USERAUTH_SUCCESS: 52,
  USERAUTH_BANNER: 53,
  USERAUTH_INFO_REQUEST: 60,
  USERAUTH_INFO_RESPONSE: 61,
  GLOBAL_REQUEST: 80,
  REQUEST_SUCCESS: 81,
  REQUEST_FAILURE: 82,
  CHANNEL_OPEN: 90,
  CHANNEL_OPEN_CONFIRMATION: 91,
  CHANNEL_OPEN_FAILURE: 92,
  CHANNEL_WINDOW_ADJUST: 93,
  CHANNEL_DATA: 94,
  CHANNEL_EXTENDED_DATA: 95,
  CHANNEL_EOF: 96,
  CHANNEL_CLOSE: 97,
  CHANNEL_REQUEST: 98,
  CHANNEL_SUCCESS: 99,
  CHANNEL_FAILURE: 100,
});

/** Longer packets are none (RFC 4253 §6.1 asks for 35,000 octets; some send more). */
const MOST = 0x40000;
/** `SSH-` and a digit. */
const SSH = [0x53, 0x53, 0x48, 0x2d];

/** A list of names with commas between them (RFC 4251 §5), behind its length. */
const nameList = (wireshark: string) => sized('u32', text({ wireshark }));

/** What both ends propose. @see RFC 4253 §7.1 */
export const SSHKexInit = layer('SSHKexInit', () => ({
  title: 'SSH Key Exchange Init',
  about: 'The algorithms that one end proposes.',
  source: 'RFC 4253 §7.1',
  fields: {
    cookie: fixedOctets(16, { wireshark: 'ssh.cookie' }),
    kex_algorithms: nameList('ssh.kex_algorithms'),
    server_host_key_algorithms: nameList('ssh.server_host_key_algorithms'),
    encryption_algorithms_client_to_server: nameList('ssh.encryption_algorithms_client_to_server'),
    encryption_algorithms_server_to_client: nameList('ssh.encryption_algorithms_server_to_client'),
    mac_algorithms_client_to_server: nameList('ssh.mac_algorithms_client_to_server'),
    mac_algorithms_server_to_client: nameList('ssh.mac_algorithms_server_to_client'),
    compression_algorithms_client_to_server: nameList('ssh.compression_algorithms_client_to_server'),
    compression_algorithms_server_to_client: nameList('ssh.compression_algorithms_server_to_client'),
    languages_client_to_server: nameList('ssh.languages_client_to_server'),
    languages_server_to_client: nameList('ssh.languages_server_to_client'),
    first_kex_packet_follows: u8({ wireshark: 'ssh.first_kex_packet_follows' }),
    reserved: u32({ hex: true, wireshark: 'ssh.kex.reserved' }),
  },
}));

/** The identification that each end sends first. @see RFC 4253 §4.2 */
export const SSHVersion = layer('SSHVersion', () => ({
  title: 'SSH Identification',
  about: 'The version of protocol and software, which each end sends first.',
  source: 'RFC 4253 §4.2',
  wireshark: 'ssh',
  fields: { protocol: line({ default: 'SSH-2.0-packetwright', wireshark: 'ssh.protocol' }) },
  begins: (b, start, end) =>
    end - start >= 8 && SSH.every((x, i) => b[start + i] === x) && lineEnd(b, start, Math.min(end, start + 256)) > 0,
  payloadLength: () => 0,
  repeats: () => SSHPacket,
  learns: (_version, at, session) => tellConversation(at, session, SSHPacket, SSHEncrypted),
  summary: ({ protocol }) => `SSH '${String(protocol)}'`,
}));

/** A packet before keys are there: its message, and padding. @see RFC 4253 §6 */
export const SSHPacket = layer('SSHPacket', () => ({
  title: 'SSH Packet',
  about: 'A packet that is not encrypted: a message and its padding.',
  source: 'RFC 4253 §6',
  wireshark: 'ssh',
  fields: {
    packet_length: u32({ measures: 'header', bias: 4, wireshark: 'ssh.packet_length' }),
    padding_length: u8({ wireshark: 'ssh.padding_length', about: 'octets at the end of data, 4 or more' }),
    message_code: u8({ default: 20, names: MESSAGES, wireshark: 'ssh.message_code' }),
    kexinit: when(
      { message_code: 20 },
      record(() => SSHKexInit),
    ),
    data: octets({ about: 'the rest of the message, and padding' }),
  },
  // Padding is 4 octets or more, and all of it a multiple of 8 (RFC 4253 §6).
  begins: (b, start, end) => {
    if (end - start < 6) return false;
    const length =
      ((b[start] as number) << 24) | ((b[start + 1] as number) << 16) | ((b[start + 2] as number) << 8) | (b[start + 3] as number);
    const padding = b[start + 4] as number,
      message = b[start + 5] as number;
    return (
      length >= 8 && length <= MOST && (length + 4) % 8 === 0 && padding >= 4 && padding < length - 1 && message >= 1 && message <= 100
    );
  },
  repeats: true,
  summary: ({ message_code }) => `SSH message ${MESSAGES.name(message_code) ?? message_code}`,
}));

/** What is encrypted, or within a packet. @see RFC 4253 §6.3 */
export const SSHEncrypted = layer('SSHEncrypted', () => ({
  title: 'SSH encrypted packet',
  about: 'Packets that are encrypted, or a part of a packet.',
  source: 'RFC 4253 §6.3',
  wireshark: 'ssh',
  fields: { data: octets() },
  summary: () => 'SSH encrypted',
}));
