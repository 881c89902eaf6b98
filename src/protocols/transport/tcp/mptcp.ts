/** The option of Multipath TCP: several connections carry one stream. @see RFC 8684 §3; RFC 6824 (version 0) */
import { recordOf } from '../../../packet/fields/alternatives.ts';
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose, mayEnd, when } from '../../../packet/fields/conditional.ts';
import { bits, u16, u32, u64, u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { names } from '../../../packet/spec/names.ts';

const subtypes = names({
  MP_CAPABLE: 0,
  MP_JOIN: 1,
  DSS: 2,
  ADD_ADDR: 3,
  REMOVE_ADDR: 4,
  MP_PRIO: 5,
  MP_FAIL: 6,
  MP_FASTCLOSE: 7,
  MP_TCPRST: 8,
  MP_EXPERIMENTAL: 15,
});

const ws = (name: string) => ({ wireshark: `tcp.options.mptcp.${name}` });
/** A key that one side has chosen. */
const key = (name: string) => mayEnd(u64(ws(name)));

/** Begins a connection of several paths. @see RFC 8684 §3.1 */
export const MPTCP_CPBL = layer('MPTCP_CPBL', () => ({
  title: 'Multipath TCP capability',
  about: 'Begins a connection that may have several paths.',
  source: 'RFC 8684 §3.1',
  fields: {
    flags: u8({ hex: true, about: 'A: checksums; B; C: no further paths to this address; H: HMAC-SHA256' }),
    snd_key: key('sendkey'),
    rcv_key: key('recvkey'),
    data_level_len: mayEnd(u16({ about: 'octets of data in the segment', ...ws('datalvllen') })),
    chksum: mayEnd(u16({ hex: true, ...ws('checksum') })),
  },
}));

/** A further path: the first segment. @see RFC 8684 §3.2 */
export const MPTCP_JoinSYN = layer('MPTCP_JoinSYN', () => ({
  title: 'Multipath TCP join',
  about: 'Asks for a further path.',
  source: 'RFC 8684 §3.2',
  fields: {
    addr_id: u8(ws('addrid')),
    rcv_token: u32(ws('recvtok')),
    snd_nonce: u32(ws('sendrand')),
  },
}));

/** A further path: the answer. @see RFC 8684 §3.2 */
export const MPTCP_JoinSYNACK = layer('MPTCP_JoinSYNACK', () => ({
  title: 'Multipath TCP join',
  about: 'Answers who asks for a further path.',
  source: 'RFC 8684 §3.2',
  fields: {
    addr_id: u8(ws('addrid')),
    snd_mac: u64(ws('sendtrunchmac')),
    snd_nonce: u32(ws('sendrand')),
  },
}));

/** Which octets of the stream a segment carries, and which have come. @see RFC 8684 §3.3 */
export const MPTCP_DSS = layer('MPTCP_DSS', () => ({
  title: 'Multipath TCP data sequence signal',
  about: 'Which octets of the stream a segment carries, and which have come.',
  source: 'RFC 8684 §3.3',
  fields: {
    reserved: bits(3),
    fin: bits(1, { about: 'the stream ends', ...ws('datafin.flag') }),
    longSeq: bits(1, ws('dseqn8.flag')),
    hasSeq: bits(1, ws('dseqnpresent.flag')),
    longAck: bits(1, ws('dataack8.flag')),
    hasAck: bits(1, ws('dataackpresent.flag')),
    ack: when('hasAck', choose('longAck', { 1: u64(ws('rawdataack')) }, u32(ws('rawdataack')))),
    seq: when('hasSeq', choose('longSeq', { 1: u64(ws('rawdataseqno')) }, u32(ws('rawdataseqno')))),
    subseq: when('hasSeq', u32(ws('subflowseqno'))),
    length: when('hasSeq', u16({ ...ws('datalvllen'), about: 'octets' })),
    chksum: mayEnd(u16({ hex: true, ...ws('checksum') })),
  },
}));

/** @see RFC 8684 §3.4.1 */
export const MPTCP_AddAddress4 = layer('MPTCP_AddAddress4', () => ({
  title: 'Multipath TCP address',
  about: 'A further address of the sender.',
  source: 'RFC 8684 §3.4.1',
  // Its size tells which: 5 octets, with a port 7, with a digest 8 more; an IPv6 address has 12 more.
  begins: (_b, start, end) => end - start < 17,
  fields: { addr_id: u8(ws('addrid')), addr: ipv4(ws('ipv4')), rest: octets({ about: 'a port; in version 1 a digest' }) },
}));

/** @see RFC 8684 §3.4.1 */
export const MPTCP_AddAddress6 = layer('MPTCP_AddAddress6', () => ({
  title: 'Multipath TCP address',
  about: 'A further IPv6 address of the sender.',
  source: 'RFC 8684 §3.4.1',
  fields: { addr_id: u8(ws('addrid')), addr6: ipv6(ws('ipv6')), rest: octets({ about: 'a port; in version 1 a digest' }) },
}));

/** The content of the option. @see RFC 8684 §3 */
export const TCPOptionMPTCP = layer('TCPOptionMPTCP', () => ({
  title: 'Multipath TCP option',
  about: 'What one side of a connection of several paths tells the other.',
  source: 'RFC 8684 §3',
  fields: {
    subtype: bits(4, { names: subtypes, ...ws('subtype') }),
    low: bits(4, {
      about: 'MP_CAPABLE: the version; MP_JOIN, MP_PRIO: 1 is a backup; ADD_ADDR: 1 is an echo, or the version of IP; MP_TCPRST: flags',
    }),
    data: choose(
      'subtype',
      {
        MP_CAPABLE: record(() => MPTCP_CPBL),
        // The third segment has a digest of 20 octets behind an empty one (§3.2), which is read as octets.
        MP_JOIN: recordOf(
          () => MPTCP_JoinSYN,
          () => MPTCP_JoinSYNACK,
        ),
        DSS: record(() => MPTCP_DSS),
        ADD_ADDR: recordOf(
          () => MPTCP_AddAddress4,
          () => MPTCP_AddAddress6,
        ),
        REMOVE_ADDR: list(u8(ws('addrid')), { rest: true }),
        MP_PRIO: octets({ about: 'the address that has a new priority; none: this one' }),
        MP_FAIL: u64({ about: 'where the stream goes on' }),
        MP_FASTCLOSE: u64({ hex: true, about: "the other side's key" }),
        MP_TCPRST: u8({ about: 'why', ...ws('rst_reason') }),
      },
      octets(),
    ),
  },
  // RFC 8684 §3.1.
  columns: { 'tcp.options.mptcp.version': ({ subtype, low }) => (subtype === 0 ? low : undefined) },
}));
