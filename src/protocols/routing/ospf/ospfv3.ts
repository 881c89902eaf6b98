/** Messages of OSPF for IPv6, version 3. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { flags, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, records } from '../../../packet/fields/lists.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { OSPFv3_LSA, OSPFv3_LSA_Hdr, ospfv3Options, v3LsaTypes } from './ospfv3-lsa.ts';

/** Finds neighbours, and says that this router is alive. @see RFC 5340 §A.3.2 */
export const OSPFv3_Hello = layer('OSPFv3_Hello', () => ({
  title: 'OSPFv3 Hello',
  about: 'Finds neighbours, and says that this router is alive.',
  source: 'RFC 5340 §A.3.2',
  wireshark: '',
  greedy: true,
  fields: {
    intid: u32({ wireshark: 'ospf.hello.interface_id' }),
    prio: u8({ default: 1, wireshark: 'ospf.hello.router_priority' }),
    options: ospfv3Options(),
    hellointerval: u16({ default: 10, wireshark: 'ospf.hello.hello_interval', about: 'seconds' }),
    deadinterval: u16({ default: 40, wireshark: 'ospf.hello.router_dead_interval', about: 'seconds' }),
    router: ipv4({ wireshark: 'ospf.hello.designated_router' }),
    backup: ipv4({ wireshark: 'ospf.hello.backup_designated_router' }),
    neighbors: list(ipv4({ wireshark: 'ospf.hello.active_neighbor' })),
  },
}));

/** Says which advertisements a router has. @see RFC 5340 §A.3.3 */
export const OSPFv3_DBDesc = layer('OSPFv3_DBDesc', () => ({
  title: 'OSPFv3 Database Description',
  about: 'Says which advertisements a router has.',
  source: 'RFC 5340 §A.3.3',
  wireshark: '',
  greedy: true,
  fields: {
    reserved: u8(),
    options: ospfv3Options(),
    mtu: u16({ default: 1500, wireshark: 'ospf.db.interface_mtu' }),
    reserved2: u8(),
    dbdescr: flags(8, ['MS', 'M', 'I', 'R'], { wireshark: 'ospf.dbd' }),
    ddseq: u32({ default: 1, wireshark: 'ospf.db.dd_sequence' }),
    lsaheaders: records(() => OSPFv3_LSA_Hdr),
  },
}));

/** Names an advertisement that is wanted. @see RFC 5340 §A.3.4 */
export const OSPFv3_LSReq_Item = layer('OSPFv3_LSReq_Item', () => ({
  title: 'OSPFv3 Link State Request (item)',
  about: 'Names an advertisement to send.',
  source: 'RFC 5340 §A.3.4',
  fields: {
    reserved: u16(),
    type: u16({ default: v3LsaTypes.router, names: v3LsaTypes, hex: true, wireshark: 'ospf.v3.lsa' }),
    id: ipv4({ default: '1.1.1.1', wireshark: 'ospf.link_state_id' }),
    adrouter: ipv4({ default: '1.1.1.1', wireshark: 'ospf.advrouter' }),
  },
}));

/** Asks for advertisements. @see RFC 5340 §A.3.4 */
export const OSPFv3_LSReq = layer('OSPFv3_LSReq', () => ({
  title: 'OSPFv3 Link State Request (container)',
  about: 'Asks for advertisements.',
  source: 'RFC 5340 §A.3.4',
  wireshark: '',
  greedy: true,
  fields: { requests: records(() => OSPFv3_LSReq_Item) },
}));

/** Carries advertisements. @see RFC 5340 §A.3.5 */
export const OSPFv3_LSUpd = layer('OSPFv3_LSUpd', () => ({
  title: 'OSPFv3 Link State Update',
  about: 'Carries advertisements.',
  source: 'RFC 5340 §A.3.5',
  wireshark: '',
  greedy: true,
  fields: {
    lsacount: u32({ counts: 'lsalist', wireshark: 'ospf.ls.number_of_lsas' }),
    lsalist: records(() => OSPFv3_LSA),
  },
}));

/** Says which advertisements have come. @see RFC 5340 §A.3.6 */
export const OSPFv3_LSAck = layer('OSPFv3_LSAck', () => ({
  title: 'OSPFv3 Link State Acknowledgement',
  about: 'Acknowledges advertisements.',
  source: 'RFC 5340 §A.3.6',
  wireshark: '',
  greedy: true,
  fields: { lsaheaders: records(() => OSPFv3_LSA_Hdr) },
}));
