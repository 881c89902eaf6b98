/** Real-time Transport Protocol: sound and pictures, numbered and timed. */
import { bits, flag, u16, u32 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';

/** IANA "RTP Payload Types": those with a fixed number (RFC 3551 §6). */
export const rtpPayloads = /* @__PURE__ */ names({
  PCMU: 0,
  GSM: 3,
  G723: 4,
  DVI4_8000: 5,
  DVI4_16000: 6,
  LPC: 7,
  PCMA: 8,
  G722: 9,
  L16_stereo: 10,
  L16: 11,
  QCELP: 12,
  CN: 13,
  MPA: 14,
  G728: 15,
  DVI4_11025: 16,
  DVI4_22050: 17,
  G729: 18,
  CelB: 25,
  JPEG: 26,
  nv: 28,
  H261: 31,
  MPV: 32,
  MP2T: 33,
  H263: 34,
});

/** A packet of a stream. Who sends it to which port is agreed elsewhere (SIP, RTSP), so tell it with decodeAs. @see RFC 3550 §5.1 */
export const RTP = layer('RTP', () => ({
  about: 'Real-time Transport Protocol: a packet of a stream of sound or pictures.',
  source: 'RFC 3550 §5.1',
  wireshark: 'rtp',
  fields: {
    version: bits(2, { default: 2, wireshark: 'rtp.version' }),
    padding: flag({ wireshark: 'rtp.padding', about: 'the last octet says how many are padding' }),
    extension: flag({ wireshark: 'rtp.ext' }),
    numsync: bits(4, { counts: 'sync', wireshark: 'rtp.cc', about: 'contributing sources' }),
    marker: flag({ wireshark: 'rtp.marker' }),
    payload_type: bits(7, { names: rtpPayloads, wireshark: 'rtp.p_type' }),
    // Both begin at a random value and count around (§5.1, appendix A.1).
    sequence: u16({ modular: true, wireshark: 'rtp.seq' }),
    timestamp: u32({ modular: true, wireshark: 'rtp.timestamp' }),
    sourcesync: u32({ hex: true, wireshark: 'rtp.ssrc', about: 'synchronization source' }),
    sync: list(u32({ hex: true, wireshark: 'rtp.csrc.item' }), { about: 'contributing sources' }),
  },
  // Version 2, and no number that RTCP has on the same port (RFC 5761 §4).
  begins: (b, start, end) => {
    const type = (b[start + 1] as number) & 127;
    return end - start >= 12 && (b[start] as number) >> 6 === 2 && (type < 64 || type > 95);
  },
  next: { to: () => [RTPExtension], choose: ({ extension }) => (extension ? RTPExtension : undefined) },
  summary: ({ payload_type: t, sequence }) => `RTP ${rtpPayloads.name(t) ?? t} ${sequence}`,
}));

/** What a profile adds to the header. @see RFC 3550 §5.3.1; RFC 8285 */
export const RTPExtension = layer('RTPExtension', () => ({
  title: 'RTP header extension',
  about: 'What a profile adds to the header.',
  source: 'RFC 3550 §5.3.1; RFC 8285 §4',
  wireshark: '',
  fields: {
    header_id: u16({ hex: true, wireshark: 'rtp.ext.profile', about: '0xbede: elements of one octet head' }),
    header_len: u16({ counts: 'header', wireshark: 'rtp.ext.len', about: 'words of 4 octets' }),
    header: list(u32({ hex: true, wireshark: 'rtp.hdr_ext' })),
  },
}));
