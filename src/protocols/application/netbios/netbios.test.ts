import { layerSuite } from '../../../../test/support/layer-suite.ts';
import {
  NBNS_ADD_ENTRY,
  NBNSHeader,
  NBNSNodeStatusRequest,
  NBNSQueryRequest,
  NBNSQueryResponse,
  NBNSRegistrationRequest,
  NBNSWackResponse,
} from './nbns.ts';
import { NBTDatagram, NBTSession } from './nbt.ts';

const origin = 'scapy 2.5: the same layers';
const few = { mutations: 300 };

layerSuite(
  'NBNS',
  [
    {
      what: 'a question',
      origin,
      first: NBNSHeader,
      chain: 'NBNSHeader/NBNSQueryRequest',
      octets: '0007011000010000000000002045494550464446454341434143414341434143414341434143414341434143410000200001',
      read: {
        NBNSHeader: { NAME_TRN_ID: 7, OPCODE: 0 },
        NBNSQueryRequest: { QUESTION_NAME: 'HOST', SUFFIX: 0x4341, NULL: '.', QUESTION_TYPE: 32 },
      },
      build: () => [NBNSHeader({ NAME_TRN_ID: 7 }), NBNSQueryRequest({ QUESTION_NAME: 'HOST', SUFFIX: 'file server service' })],
      summary: "NBNSHeader / NBNSQueryRequest who has '\\\\HOST'",
    },
    {
      what: 'its answer, with two owners',
      origin,
      first: NBNSHeader,
      chain: 'NBNSHeader/NBNSQueryResponse',
      octets:
        '0007850000000001000000002045494550464446454341434143414341434143414341434143414341434141410000200001000493e0000c0000c0000201e000c0000202',
      read: {
        NBNSQueryResponse: {
          RR_NAME: 'HOST',
          ADDR_ENTRY: [
            { G: 0, NB_ADDRESS: '192.0.2.1' },
            { G: 1, OWNER_NODE_TYPE: 3, NB_ADDRESS: '192.0.2.2' },
          ],
        },
      },
      build: () => [
        NBNSHeader({ NAME_TRN_ID: 7 }),
        NBNSQueryResponse({
          RR_NAME: 'HOST',
          ADDR_ENTRY: [NBNS_ADD_ENTRY({ NB_ADDRESS: '192.0.2.1' }), NBNS_ADD_ENTRY({ G: 1, OWNER_NODE_TYPE: 3, NB_ADDRESS: '192.0.2.2' })],
        }),
      ],
      summary: "NBNSHeader / NBNSQueryResponse '\\\\HOST' is at 192.0.2.1",
    },
    {
      what: 'a registration',
      origin,
      first: NBNSHeader,
      chain: 'NBNSHeader/NBNSRegistrationRequest',
      octets:
        '0007291000010000000000012045494550464446454341434143414341434143414341434143414341434141410000200001c00c002000010000012c00060000c0000201',
      read: {
        NBNSHeader: { OPCODE: 5, ARCOUNT: 1 },
        NBNSRegistrationRequest: { QUESTION_NAME: 'HOST', TTL: 300, NB_ADDRESS: '192.0.2.1' },
      },
      build: () => [NBNSHeader({ NAME_TRN_ID: 7 }), NBNSRegistrationRequest({ QUESTION_NAME: 'HOST', TTL: 300, NB_ADDRESS: '192.0.2.1' })],
    },
    {
      what: 'a request to wait',
      origin,
      first: NBNSHeader,
      chain: 'NBNSHeader/NBNSWackResponse',
      octets: '0000bc00000000010000000020454945504644464543414341434143414341434143414341434143414341414100002000010000000200022910',
      build: () => [NBNSHeader(), NBNSWackResponse({ RR_NAME: 'HOST' })],
    },
    {
      what: 'a question for all names',
      origin,
      first: NBNSHeader,
      chain: 'NBNSHeader/NBNSNodeStatusRequest',
      octets: '00000010000100000000000020434b4141414141414141414141414141414141414141414141414141414141410000210001',
      build: () => [NBNSHeader(), NBNSNodeStatusRequest()],
    },
    {
      what: 'all names of a host',
      origin: 'zeek/zeek (BSD-3-Clause), smb_v2_only_non_zero_reserved1.pcap, packet 130; tshark reads the same values',
      first: NBNSHeader,
      chain: 'NBNSHeader/NBNSNodeStatusResponse',
      octets:
        '8d028400000000010000000020434b41414141414141414141414141414141414141414141414141414141414100002100010000000000650357494e2d4938324238314e534c4c4a000400574f524b47524f555020202020202000840057494e2d4938324238314e534c4c4a2004000a02d75e970200000000000000000000000000000000000000000000000000000000000000000000000000000000',
      read: {
        NBNSNodeStatusResponse: {
          RDLENGTH: 101,
          NUM_NAMES: 3,
          NODE_NAME: [
            { NETBIOS_NAME: 'WIN-I82B81NSLLJ', SUFFIX: 0 },
            { NETBIOS_NAME: 'WORKGROUP', SUFFIX: 0 },
            { NETBIOS_NAME: 'WIN-I82B81NSLLJ', SUFFIX: 0x20 },
          ],
          MAC_ADDRESS: '0a:02:d7:5e:97:02',
          STATISTICS: [{ jumpers: 0, session_data_packet_size: 0 }],
        },
      },
    },
  ],
  few,
);

layerSuite(
  'NetBIOS over TCP and UDP',
  [
    {
      what: 'a datagram',
      origin,
      first: NBTDatagram,
      chain: 'NBTDatagram/Raw',
      octets:
        '10020009c0000201008a004700002045494550464446454341434143414341434143414341434143414341434141410020454846434550464646414341434143414341434143414341434143414341424f00616263',
      read: { NBTDatagram: { ID: 9, SourceName: 'HOST', NULL1: '.', DestinationName: 'GROUP', SUFFIX2: 0x424f } },
      build: () => [
        NBTDatagram({
          ID: 9,
          SourceIP: '192.0.2.1',
          SourceName: 'HOST',
          DestinationName: 'GROUP',
          SUFFIX2: 'browser election service',
          Length: 71,
        }),
        'abc',
      ],
    },
    {
      what: 'an error',
      origin: 'RFC 1002 §4.4.3: the form; tshark 4.0 reads the same values',
      first: NBTDatagram,
      chain: 'NBTDatagram',
      octets: '13020009c0000201008a82',
      read: { NBTDatagram: { Type: 0x13, SourcePort: 138, ErrorCode: 0x82 } },
    },
    {
      what: 'a keepalive',
      origin,
      first: NBTSession,
      chain: 'NBTSession',
      octets: '85000000',
      build: () => [NBTSession({ TYPE: 0x85 })],
      summary: 'NBTSession',
    },
    {
      what: 'two messages of SMB',
      origin: 'OISF/suricata-verify (MIT), smb2-07, packets 67 and 69, one behind the other',
      first: NBTSession,
      chain: 'NBTSession/SMB_Header/NBTSession/SMB_Header',
      octets:
        '00000023ff534d4271000000001807c80000000000000000000000000008fffe0008800100000000000023ff534d4271000000009807c80000000000000000000000000008fffe00088001000000',
      read: { NBTSession: { TYPE: 0, RESERVED: 0, LENGTH: 35 } },
    },
  ],
  few,
);
