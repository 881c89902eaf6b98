/** BitTorrent's peer protocol: the handshake, and the heads of messages. @see BEP 3 "peer protocol" */
import { mayEnd } from '../../packet/fields/conditional.ts';
import { u32, u8 } from '../../packet/fields/integers.ts';
import { fixedOctets, fixedText, octets } from '../../packet/fields/octets.ts';
import { layer } from '../../packet/layer/layer.ts';
import { names } from '../../packet/spec/names.ts';
import { tellConversation } from './conversation.ts';

/** Messages. @see BEP 3, BEP 5, BEP 6, BEP 10, BEP 52 */
const MESSAGES = /* @__PURE__ */ names({
  choke: 0,
  unchoke: 1,
  interested: 2,
  'not-interested': 3,
  have: 4,
  bitfield: 5,
  request: 6,
  piece: 7,
  cancel: 8,
  port: 9,
  'suggest-piece': 13,
  'have-all': 14,
  'have-none': 15,
  reject: 16,
  'allowed-fast': 17,
  extended: 20,
  'hash-request': 21,
  hashes: 22,
  'hash-reject': 23,
});

const PROTOCOL = 'BitTorrent protocol';
/** A piece has 16 KiB as a rule; a bitfield of a large torrent has more. */
const MOST = 0x4_0000;

/** The handshake, which each end sends first. @see BEP 3 */
export const BitTorrentHandshake = layer('BitTorrentHandshake', () => ({
  title: 'BitTorrent Handshake',
  about: 'What each peer sends first: which torrent, and who it is.',
  source: 'BEP 3; BEP 4',
  wireshark: 'bittorrent',
  fields: {
    length: u8({ default: PROTOCOL.length, wireshark: 'bittorrent.protocol.name.length' }),
    protocol: fixedText(PROTOCOL.length, { default: PROTOCOL, wireshark: 'bittorrent.protocol.name' }),
    reserved: fixedOctets(8, { wireshark: 'bittorrent.reserved', about: 'bits for extensions' }),
    info_hash: fixedOctets(20, { wireshark: 'bittorrent.info_hash' }),
    peer_id: fixedOctets(20, { wireshark: 'bittorrent.peer_id' }),
  },
  begins: (b, start, end) => {
    if (end - start < 68 || b[start] !== PROTOCOL.length) return false;
    for (let i = 0; i < PROTOCOL.length; i++) if (b[start + 1 + i] !== PROTOCOL.charCodeAt(i)) return false;
    return true;
  },
  payloadLength: () => 0,
  repeats: () => BitTorrent,
  learns: (_handshake, at, session) => tellConversation(at, session, BitTorrent, BitTorrentData),
  summary: () => 'BitTorrent handshake',
}));

/** A message: its length, its type, and what it has; one without a type keeps the connection alive. @see BEP 3 */
export const BitTorrent = layer('BitTorrent', () => ({
  about: 'A message between peers: its length and type, and what it has as octets.',
  source: 'BEP 3; BEP 6; BEP 10',
  wireshark: 'bittorrent',
  fields: {
    len: u32({ measures: 'header', bias: 4, wireshark: 'bittorrent.msg.length' }),
    type: mayEnd(u8({ names: MESSAGES, wireshark: 'bittorrent.msg.type' })),
    data: octets(),
  },
  begins: (b, start, end) => {
    if (end - start < 4 || b[start] !== 0 || (b[start + 1] as number) > 4) return false;
    const length = ((b[start + 1] as number) << 16) | ((b[start + 2] as number) << 8) | (b[start + 3] as number);
    if (length === 0) return end - start === 4;
    return length <= MOST && end - start > 4 && MESSAGES.name(b[start + 4] as number) !== undefined;
  },
  repeats: true,
  summary: ({ type }) => `BitTorrent ${type === undefined ? 'keep-alive' : (MESSAGES.name(type) ?? type)}`,
}));

/** A part of a message, or what is encrypted. @see BEP 3 */
export const BitTorrentData = layer('BitTorrentData', () => ({
  title: 'BitTorrent data',
  about: 'A part of a message, which began in an earlier segment.',
  source: 'BEP 3',
  wireshark: 'bittorrent',
  fields: { data: octets() },
  summary: () => 'BitTorrent data',
}));
