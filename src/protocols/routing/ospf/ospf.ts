/** Open Shortest Path First, version 2; of version 3 the header. */
import { sumOctets } from '../../../bytes/checksum.ts';
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { flags, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, records } from '../../../packet/fields/lists.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { tlvHead } from '../../../packet/fields/option-heads.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { overlay } from '../../../packet/fields/overlay.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { lsaTypes, OSPF_LSA, OSPF_LSA_Hdr, ospfOptions } from './lsa.ts';

const types = { Hello: 1, DBDesc: 2, LSReq: 3, LSUpd: 4, LSAck: 5 } as const;
const CRYPTOGRAPHIC = 2;

/** The sum of the packet without its 8 octets of authentication; none where these are a digest of all (RFC 2328 §D.4). */
function ospfChecksum({ b, start, end }: LayerContext): number {
  if ((((b[start + 14] as number) << 8) | (b[start + 15] as number)) === CRYPTOGRAPHIC) return 0;
  const sum = sumOctets(b, start + 24, end, sumOctets(b, start, start + 12, sumOctets(b, start + 14, start + 16)));
  return ~sum & 0xffff;
}

const head = (version: number, space: string) => ({
  version: u8({ default: version, wireshark: 'ospf.version' }),
  type: u8({ default: 1, names: types, selects: space, wireshark: 'ospf.msg' }),
  len: u16({ measures: 'layer', wireshark: 'ospf.packet_length', about: 'excludes what follows: a digest, link-local signalling' }),
  src: ipv4({ default: '1.1.1.1', wireshark: 'ospf.srcrouter', about: 'the router' }),
  area: ipv4({ wireshark: 'ospf.area_id' }),
});

/** What every OSPF packet begins with. @see RFC 2328 §A.3.1 */
export const OSPF_Hdr = layer('OSPF_Hdr', () => ({
  title: 'OSPF Header',
  about: 'Open Shortest Path First: the header of every packet.',
  source: 'RFC 2328 §A.3.1, appendix D',
  wireshark: 'ospf',
  // RFC 5613 §2: behind the packet, which does not count it.
  repeats: () => OSPF_LLS_Hdr,
  fields: {
    ...head(2, 'ospf.type'),
    chksum: u16({ hex: true, compute: ospfChecksum, wireshark: 'ospf.checksum' }),
    authtype: u16({ names: { Null: 0, Simple: 1, Crypto: CRYPTOGRAPHIC }, wireshark: 'ospf.auth.type' }),
    ...overlay(
      'authtype',
      8,
      [
        [
          CRYPTOGRAPHIC,
          {
            reserved: u16(),
            keyid: u8({ default: 1, wireshark: 'ospf.auth.crypt.key_id' }),
            authdatalen: u8({ wireshark: 'ospf.auth.crypt.data_length', about: 'octets of the digest after the packet' }),
            seq: u32({ hex: true, wireshark: 'ospf.auth.crypt.seq_nbr' }),
          },
        ],
      ],
      { authdata: fixedOctets(8, { about: 'the password, where there is one' }) },
    ),
  },
}));

/** Finds neighbours, and says that this router is alive. @see RFC 2328 §A.3.2 */
export const OSPF_Hello = layer('OSPF_Hello', () => ({
  title: 'OSPF Hello',
  about: 'Finds neighbours, and says that this router is alive.',
  source: 'RFC 2328 §A.3.2',
  wireshark: '',
  greedy: true,
  fields: {
    mask: ipv4({ default: '255.255.255.0', wireshark: 'ospf.hello.network_mask' }),
    hellointerval: u16({ default: 10, wireshark: 'ospf.hello.hello_interval', about: 'seconds' }),
    options: ospfOptions(),
    prio: u8({ default: 1, wireshark: 'ospf.hello.router_priority' }),
    deadinterval: u32({ default: 40, wireshark: 'ospf.hello.router_dead_interval', about: 'seconds' }),
    router: ipv4({ wireshark: 'ospf.hello.designated_router' }),
    backup: ipv4({ wireshark: 'ospf.hello.backup_designated_router' }),
    neighbors: list(ipv4({ wireshark: 'ospf.hello.active_neighbor' })),
  },
}));

/** Says which advertisements a router has. @see RFC 2328 §A.3.3 */
export const OSPF_DBDesc = layer('OSPF_DBDesc', () => ({
  title: 'OSPF Database Description',
  about: 'Says which advertisements a router has.',
  source: 'RFC 2328 §A.3.3',
  wireshark: '',
  greedy: true,
  fields: {
    mtu: u16({ default: 1500, wireshark: 'ospf.db.interface_mtu' }),
    options: ospfOptions(),
    dbdescr: flags(8, ['MS', 'M', 'I', 'R'], { wireshark: 'ospf.dbd' }),
    ddseq: u32({ default: 1, wireshark: 'ospf.db.dd_sequence' }),
    lsaheaders: records(() => OSPF_LSA_Hdr),
  },
}));

/** Names an advertisement that is wanted. @see RFC 2328 §A.3.4 */
export const OSPF_LSReq_Item = layer('OSPF_LSReq_Item', () => ({
  title: 'OSPF Link State Request (item)',
  about: 'Names an advertisement to send.',
  source: 'RFC 2328 §A.3.4',
  fields: {
    type: u32({ default: 1, names: lsaTypes, wireshark: 'ospf.lsa' }),
    id: ipv4({ default: '1.1.1.1', wireshark: 'ospf.link_state_id' }),
    adrouter: ipv4({ default: '1.1.1.1', wireshark: 'ospf.advrouter' }),
  },
}));

/** Asks for advertisements. @see RFC 2328 §A.3.4 */
export const OSPF_LSReq = layer('OSPF_LSReq', () => ({
  title: 'OSPF Link State Request (container)',
  about: 'Asks for advertisements.',
  source: 'RFC 2328 §A.3.4',
  wireshark: '',
  greedy: true,
  fields: { requests: records(() => OSPF_LSReq_Item) },
}));

/** Carries advertisements. @see RFC 2328 §A.3.5 */
export const OSPF_LSUpd = layer('OSPF_LSUpd', () => ({
  title: 'OSPF Link State Update',
  about: 'Carries advertisements.',
  source: 'RFC 2328 §A.3.5',
  wireshark: '',
  greedy: true,
  fields: {
    lsacount: u32({ counts: 'lsalist', wireshark: 'ospf.ls.number_of_lsas' }),
    lsalist: records(() => OSPF_LSA),
  },
}));

/** Says which advertisements have come. @see RFC 2328 §A.3.6 */
export const OSPF_LSAck = layer('OSPF_LSAck', () => ({
  title: 'OSPF Link State Acknowledgement',
  about: 'Acknowledges advertisements.',
  source: 'RFC 2328 §A.3.6',
  wireshark: '',
  greedy: true,
  fields: { lsaheaders: records(() => OSPF_LSA_Hdr) },
}));

/** Link-local signalling: a block behind a packet, for the next router only. @see RFC 5613 §2 */
export const OSPF_LLS_Hdr = layer('OSPF_LLS_Hdr', () => ({
  title: 'OSPF Link-local signaling',
  about: 'A block after a packet, for the neighbours only.',
  source: 'RFC 5613 §2',
  wireshark: '',
  repeats: true,
  // What stands behind a packet is a digest as well (RFC 2328 §D.4.3): a block takes all of it, and its sum is right, or 0 where a digest has it.
  begins: (b, start, end) => {
    if (end - start < 4 || 4 * (((b[start + 2] as number) << 8) | (b[start + 3] as number)) !== end - start) return false;
    return (b[start] === 0 && b[start + 1] === 0) || sumOctets(b, start, end) === 0xffff;
  },
  fields: {
    chksum: u16({ hex: true, checksums: 'layer' }),
    len: u16({ measures: 'header', unit: 4, about: 'in units of 4 octets' }),
    llstlv: optionList({
      head: tlvHead('u16', 'u16'),
      alignOptions: 4,
      kinds: { 1: option('ExtendedOptions', u32({ hex: true })), 2: option('CryptoAuth', octets()) },
    }),
  },
}));

/** What every packet of version 3 begins with. @see RFC 5340 §A.3.1 */
export const OSPFv3_Hdr = layer('OSPFv3_Hdr', () => ({
  title: 'OSPFv3 Header',
  about: 'Open Shortest Path First for IPv6: the header of every packet.',
  source: 'RFC 5340 §A.3.1',
  wireshark: 'ospf',
  repeats: () => OSPF_LLS_Hdr,
  fields: {
    ...head(3, 'ospf.v3.type'),
    chksum: u16({ hex: true, checksums: 'layer', pseudoHeader: 89, wireshark: 'ospf.checksum' }),
    instance: u8({ wireshark: 'ospf.instance_id' }),
    reserved: u8(),
  },
}));
