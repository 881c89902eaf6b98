import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { fromHex } from '../../../bytes/hex.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { UDP } from '../../transport/udp.ts';
import { IKEv2, ISAKMP, NON_ESP } from './isakmp.ts';
import {
  IKEv2_payload_Encrypted,
  IKEv2_payload_KE,
  IKEv2_payload_Nonce,
  IKEv2_payload_Notify,
  IKEv2_payload_SA,
  IKEv2_payload_VendorID,
  ISAKMP_payload_SA,
} from './payloads.ts';

const origin = 'scapy 2.5';
const below = (port: number) => [IP({ src: '192.0.2.1', dst: '192.0.2.2' }), UDP({ sport: port, dport: port })];
const ascii = (text: string) => new TextEncoder().encode(text);

layerSuite(
  'IKE',
  [
    {
      what: 'version 1: a proposal',
      origin,
      first: IP,
      chain: 'IP/UDP/ISAKMP/ISAKMP_payload_SA/IKEv2_payload_VendorID',
      octets:
        '45000064000100004011f684c0000201c000020201f401f40050ce7e313233343536373800000000000000000110020000000000000000480d00002400000001000000010000001801010001000000100101000080010007800e00800000000861626364',
      read: {
        ISAKMP: { init_cookie: '3132333435363738', next_payload: 1, version: 0x10, exch_type: 2, id: 0, length: 72 },
        ISAKMP_payload_SA: {
          next_payload: 13,
          DOI: 1,
          prop: [{ proto: 1, trans_nb: 1, trans: [{ num: 1, transforms: '80010007800e0080' }] }],
        },
        IKEv2_payload_VendorID: { next_payload: 0, length: 8, vendorID: '61626364' },
      },
      build: () => [
        ...below(500),
        ISAKMP({ init_cookie: ascii('12345678'), exch_type: 2 }),
        ISAKMP_payload_SA({ next_payload: 13, prop: [{ trans: [{ num: 1, transforms: fromHex('80010007800e0080') }] }] }),
        IKEv2_payload_VendorID({ vendorID: ascii('abcd') }),
      ],
    },
    {
      what: 'version 2: the first message',
      origin,
      first: IP,
      chain: 'IP/UDP/IKEv2/IKEv2_payload_SA/IKEv2_payload_KE/IKEv2_payload_Nonce/IKEv2_payload_Notify',
      octets:
        '45000078000100004011f670c0000201c000020201f401f40064a12e3132333435363738000000000000000021202208000000000000005c220000200000001c010100020300000c0100000c800e0080000000080400000e2800000c000e00006b6b6b6b290000086e6e6e6e0000000c0000400468686868',
      read: {
        IKEv2: { next_payload: 33, exch_type: 34, flags: 'Initiator', length: 92 },
        IKEv2_payload_SA: {
          prop: [
            {
              trans: [
                { next_payload: 3, length: 12, transform_type: 1, transform_id: 12, attributes: '800e0080' },
                { next_payload: 0, length: 8, transform_type: 4, transform_id: 14 },
              ],
            },
          ],
        },
        IKEv2_payload_KE: { group: 14, load: '6b6b6b6b' },
        IKEv2_payload_Notify: { type: 16388, load: '68686868' },
      },
      build: () => [
        ...below(500),
        IKEv2({ init_SPI: ascii('12345678') }),
        IKEv2_payload_SA({
          prop: [
            {
              trans: [
                { next_payload: 3, transform_type: 'Encryption', transform_id: 12, attributes: fromHex('800e0080') },
                { transform_type: 'GroupDesc', transform_id: 14 },
              ],
            },
          ],
        }),
        IKEv2_payload_KE({ next_payload: 40, group: 14, load: ascii('kkkk') }),
        IKEv2_payload_Nonce({ load: ascii('nnnn') }),
        IKEv2_payload_Notify({ type: 16388, load: ascii('hhhh') }),
      ],
      summary: 'IP / UDP / IKEv2 IKE_SA_INIT request / IKEv2_payload_SA / IKEv2_payload_KE / IKEv2_payload_Nonce / IKEv2_payload_Notify',
    },
    {
      what: 'version 2, encrypted, behind a marker',
      origin,
      first: IP,
      chain: 'IP/UDP/NON_ESP/IKEv2/IKEv2_payload_Encrypted',
      octets:
        '45000050000100004011f698c0000201c000020211941194003c564700000000313233343536373861626364656667682e20230800000001000000302300001465656565656565656565656565656565',
      read: { IKEv2: { exch_type: 35, id: 1 }, IKEv2_payload_Encrypted: { next_payload: 35, length: 20 } },
      build: () => [
        ...below(4500),
        NON_ESP(),
        IKEv2({ init_SPI: ascii('12345678'), resp_SPI: ascii('abcdefgh'), exch_type: 'IKE_AUTH', id: 1 }),
        IKEv2_payload_Encrypted({ next_payload: 35, load: ascii('e'.repeat(16)) }),
      ],
    },
    {
      what: 'version 1, encrypted, behind a marker',
      origin: "isakmp4500.pcap of tcpdump's tests (BSD-3-Clause), payload of packet 11; tshark 4.0 reads the same values",
      first: UDP,
      chain: 'UDP/NON_ESP/ISAKMP/ISAKMP_Encrypted',
      octets:
        '1194119400400000000000009e89f2388f90bc1e0a74357ce3d1a4bf081020018b7e894700000034253b31860e68ec8415a4735ab3f8725a3de7aa093924a402',
      read: { ISAKMP: { exch_type: 32, flags: 'encryption', id: 0x8b7e8947, length: 52 } },
    },
    {
      what: 'ESP on the same port',
      origin: "isakmp4500.pcap of tcpdump's tests (BSD-3-Clause), beginning of packet 12",
      first: UDP,
      chain: 'UDP/ESP',
      octets: '1194119400180000f4dc0ae500000001fce409c451378fdd',
      read: { ESP: { spi: 0xf4dc0ae5, seq: 1 } },
    },
    {
      what: 'an octet that keeps the mapping alive',
      origin: "isakmp4500.pcap of tcpdump's tests (BSD-3-Clause), payload of packet 18",
      first: UDP,
      chain: 'UDP/NAT_KEEPALIVE',
      octets: '1194119400090000ff',
    },
  ],
  { mutations: 300 },
);
