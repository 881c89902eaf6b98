/** RTP Control Protocol: what those who send and receive tell one another of a stream. */
import { aligned } from '../../../packet/fields/aligned.ts';
import { when } from '../../../packet/fields/conditional.ts';
import { bits, flag, i24, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { listUntil } from '../../../packet/fields/list-until.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { fixedText, octets, padding, text } from '../../../packet/fields/octets.ts';
import { ntpTime } from '../../../packet/fields/special/times.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';

const SR = 200,
  RR = 201,
  SDES = 202,
  BYE = 203,
  APP = 204,
  RTPFB = 205,
  PSFB = 206;

/** IANA "RTCP Control Packet Types". */
const TYPES = /* @__PURE__ */ names({
  'Sender report': SR,
  'Receiver report': RR,
  'Source description': SDES,
  BYE,
  APP,
  'Transport layer feedback': RTPFB,
  'Payload-specific feedback': PSFB,
  'Extended report': 207,
});

/** Octets of the length field's unit; a report block has six words, what the sender tells of itself five. */
const WORD = 4,
  BLOCK = 6,
  SENDER = 6;

/** Whether a packet begins: version 2, a type of its own, and a length that is there. */
function beginsPacket(b: Uint8Array, start: number, end: number): boolean {
  const type = b[start + 1] as number;
  return end - start >= 8 && (b[start] as number) >> 6 === 2 && type >= SR && type <= 207 && start + sizeOf(b, start) <= end;
}
const sizeOf = (b: Uint8Array, start: number): number => WORD * ((((b[start + 2] as number) << 8) | (b[start + 3] as number)) + 1);

/** What one who receives tells of a source. @see RFC 3550 §6.4.1 */
export const ReceptionReport = layer('ReceptionReport', () => ({
  about: 'How well a source is received.',
  source: 'RFC 3550 §6.4.1',
  wireshark: '',
  fields: {
    sourcesync: u32({ hex: true, wireshark: 'rtcp.ssrc.identifier' }),
    fraction_lost: u8({ wireshark: 'rtcp.ssrc.fraction', about: 'in 256 parts' }),
    cumulative_lost: i24({ wireshark: 'rtcp.ssrc.cum_nr' }),
    highest_seqnum_recv: u32({ wireshark: 'rtcp.ssrc.ext_high' }),
    interarrival_jitter: u32({ wireshark: 'rtcp.ssrc.jitter' }),
    last_SR_timestamp: u32({ wireshark: 'rtcp.ssrc.lsr' }),
    delay_since_last_SR: u32({ wireshark: 'rtcp.ssrc.dlsr', about: 'in 65536 parts of a second' }),
  },
}));

/** What one who sends tells of itself. @see RFC 3550 §6.4.1 */
export const SenderInfo = layer('SenderInfo', () => ({
  about: 'When this was sent, and how much was sent before.',
  source: 'RFC 3550 §6.4.1',
  wireshark: '',
  fields: {
    ntp_timestamp: ntpTime(),
    rtp_timestamp: u32({ wireshark: 'rtcp.timestamp.rtp' }),
    sender_packet_count: u32({ wireshark: 'rtcp.sender.packetcount' }),
    sender_octet_count: u32({ wireshark: 'rtcp.sender.octetcount' }),
  },
}));

/** One thing that is told of a source. @see RFC 3550 §6.5 */
export const SDESItem = layer('SDESItem', () => ({
  about: 'Something that describes a source.',
  source: 'RFC 3550 §6.5',
  wireshark: '',
  fields: {
    chunk_type: u8({
      default: 1,
      names: { CNAME: 1, NAME: 2, EMAIL: 3, PHONE: 4, LOC: 5, TOOL: 6, NOTE: 7, PRIV: 8 },
      wireshark: 'rtcp.sdes.type',
    }),
    length: u8({ measures: 'value', wireshark: 'rtcp.sdes.length' }),
    value: text({ encoding: 'utf8', wireshark: 'rtcp.sdes.text' }),
  },
}));

/** All that is told of a source, filled up to whole words. @see RFC 3550 §6.5 */
export const SDESChunk = layer('SDESChunk', () => ({
  about: 'Describes a source.',
  source: 'RFC 3550 §6.5',
  wireshark: '',
  fields: {
    sourcesync: u32({ hex: true, wireshark: 'rtcp.ssrc.identifier' }),
    items: listUntil(
      record(() => SDESItem),
      0,
    ),
    pad: padding(WORD),
  },
}));

/** One packet; a datagram has several. @see RFC 3550 §6.4 to §6.7; RFC 4585 §6.1 (feedback) */
export const RTCP = layer('RTCP', () => ({
  about: 'RTP Control Protocol: reports about a stream, and who takes part in it.',
  source: 'RFC 3550 §6; RFC 4585 §6.1',
  wireshark: 'rtcp',
  repeats: true,
  fields: {
    version: bits(2, { default: 2, wireshark: 'rtcp.version' }),
    padding: flag({ wireshark: 'rtcp.padding' }),
    count: bits(5, { about: 'reports, sources, or a subtype, by the type' }),
    packet_type: u8({ default: SR, names: TYPES, wireshark: 'rtcp.pt' }),
    length: u16({ measures: 'header', unit: WORD, bias: 1, wireshark: 'rtcp.length', about: 'words of 4 octets, minus one' }),
    sourcesync: when({ packet_type: [SR, RR, APP, RTPFB, PSFB, 207] }, u32({ hex: true, wireshark: 'rtcp.senderssrc' })),
    sender_info: when(
      { packet_type: SR },
      record(() => SenderInfo),
    ),
    report_blocks: when(
      { packet_type: [SR, RR] },
      records(() => ReceptionReport),
    ),
    sdes_chunks: when(
      { packet_type: SDES },
      list(
        aligned(
          WORD,
          record(() => SDESChunk),
        ),
      ),
    ),
    bye_sources: when({ packet_type: BYE }, octets({ about: 'sources that leave, and why' })),
    name: when({ packet_type: APP }, fixedText(4, { wireshark: 'rtcp.app.name' })),
    media: when({ packet_type: [RTPFB, PSFB] }, u32({ hex: true, wireshark: 'rtcp.mediassrc' })),
    data: octets({ about: "an application's data, feedback, or what a profile adds" }),
  },
  columns: {
    'rtcp.rc': ({ packet_type: t, count }) => (t === SR || t === RR ? count : undefined),
    'rtcp.sc': ({ packet_type: t, count }) => (t === SDES || t === BYE ? count : undefined),
    'rtcp.app.subtype': ({ packet_type: t, count }) => (t === APP ? count : undefined),
    'rtcp.rtpfb.fmt': ({ packet_type: t, count }) => (t === RTPFB ? count : undefined),
    'rtcp.psfb.fmt': ({ packet_type: t, count }) => (t === PSFB ? count : undefined),
  },
  begins: (b, start, end) => {
    if (!beginsPacket(b, start, end)) return false;
    // A report is as long as its blocks, and may have encrypted octets behind it; others and those behind them fill the datagram (RFC 3550 §6.1).
    const words = sizeOf(b, start) / WORD,
      count = (b[start] as number) & 31;
    const type = b[start + 1] as number;
    if (type === SR) return words === 1 + SENDER + BLOCK * count;
    if (type === RR) return words === 2 + BLOCK * count;
    let at = start;
    while (beginsPacket(b, at, end)) at += sizeOf(b, at);
    return at === end;
  },
  summary: ({ packet_type: t }) => `RTCP ${TYPES.name(t) ?? t}`,
}));
