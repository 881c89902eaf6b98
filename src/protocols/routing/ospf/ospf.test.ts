import { describe, expect, it } from 'vitest';
import { layerSuite, plain } from '../../../../test/support/layer-suite.ts';
import { fromHex, toHex } from '../../../bytes/hex.ts';
import { IP } from '../../network/ipv4/ipv4.ts';
import { IPv6 } from '../../network/ipv6/ipv6.ts';
import { dissect, packet } from '../../protocols.ts';
import { OSPF_LSA } from './lsa.ts';
import { OSPF_DBDesc, OSPF_Hdr, OSPF_Hello, OSPF_LLS_Hdr, OSPF_LSAck, OSPF_LSReq, OSPF_LSUpd, OSPFv3_Hdr } from './ospf.ts';

const head = { src: '192.0.2.1', area: '0.0.0.1' };
const ME = { adrouter: '192.0.2.1' };

layerSuite('OSPF', [
  {
    what: 'a Hello',
    origin: 'scapy 2.5.0; tshark 4.0 reads the same values',
    first: OSPF_Hdr,
    chain: 'OSPF_Hdr/OSPF_Hello',
    octets: '02010034c000020100000001328900000000000000000000ffffff00000a020100000028c0000201c0000202c0000202c0000203',
    read: {
      OSPF_Hdr: { version: 2, type: 1, len: 52, src: '192.0.2.1', area: '0.0.0.1', chksum: 0x3289, authtype: 0 },
      OSPF_Hello: { options: 'E', deadinterval: 40, backup: '192.0.2.2', neighbors: ['192.0.2.2', '192.0.2.3'] },
    },
    build: () => [
      OSPF_Hdr(head),
      OSPF_Hello({ options: 'E', router: '192.0.2.1', backup: '192.0.2.2', neighbors: ['192.0.2.2', '192.0.2.3'] }),
    ],
    summary: 'OSPF_Hdr / OSPF_Hello',
  },
  {
    what: 'a Database Description',
    origin: 'scapy 2.5.0; tshark 4.0 reads the same values',
    first: OSPF_Hdr,
    chain: 'OSPF_Hdr/OSPF_DBDesc',
    octets: '02020034c000020100000001dd740000000000000000000005dc42050000000500010001c0000201c00002018000000212340030',
    read: {
      OSPF_DBDesc: { mtu: 1500, options: 'E+O', dbdescr: 'MS+I', ddseq: 5, lsaheaders: [{ type: 1, id: '192.0.2.1', chksum: 0x1234 }] },
    },
    build: () => [
      OSPF_Hdr(head),
      OSPF_DBDesc({
        options: 'E+O',
        dbdescr: 'MS+I',
        ddseq: 5,
        lsaheaders: [{ id: '192.0.2.1', ...ME, seq: 0x8000_0002, chksum: 0x1234, len: 48 }],
      }),
    ],
  },
  {
    what: 'a Link State Request',
    origin: 'scapy 2.5.0; tshark 4.0 reads the same values',
    first: OSPF_Hdr,
    chain: 'OSPF_Hdr/OSPF_LSReq',
    octets: '02030030c000020100000001cb820000000000000000000000000001c0000201c000020100000005c6336400c0000209',
    read: { OSPF_LSReq: { requests: [{ type: 1 }, { type: 5, id: '198.51.100.0', adrouter: '192.0.2.9' }] } },
    build: () => [
      OSPF_Hdr(head),
      OSPF_LSReq({
        requests: [
          { id: '192.0.2.1', ...ME },
          { type: 'external', id: '198.51.100.0', adrouter: '192.0.2.9' },
        ],
      }),
    ],
  },
  {
    what: 'a Link State Update with advertisements of all types',
    origin: 'scapy 2.5.0; tshark 4.0 finds the checksums right',
    first: OSPF_Hdr,
    chain: 'OSPF_Hdr/OSPF_LSUpd',
    octets:
      '0204012cc000020100000001fafe000000000000000000000000000700010201c0000201c000020180000001c99b003001000002c0000200ffffff000300000ac0000202c00002010200000100010002c0000201c000020180000001ba910020ffffff00c0000201c000020200010003c6336400c000020180000001629a001cffffff000000004000010004c000024dc0000201800000014801001c000000000000004100010005cb007100c000020180000001dc140024ffffff0080000014c00002050000000700010007cb007180c000020180000001c6ad0024ffffff8000000015c0000205000000000001000a01000001c0000201800000017ba2004000010004c000020100020020000100010100000000020004c0000202000600044b189680000500040000000a',
    read: {
      OSPF_LSUpd: {
        lsacount: 7,
        lsalist: [
          { type: 1, body: { flags: 'B', linklist: [{ id: '192.0.2.0', metric: 10 }, { type: 2 }] } },
          { type: 2, body: { routerlist: ['192.0.2.1', '192.0.2.2'] } },
          { type: 3, id: '198.51.100.0', body: { metric: 64 } },
          { type: 4, body: { metric: 65 } },
          { type: 5, body: { ebit: true, metric: 20, fwdaddr: '192.0.2.5', tag: 7 } },
          { type: 7, body: { ebit: false, metric: 21 } },
          {
            type: 10,
            opaque_type: 1,
            opaque_id: 1,
            body: [
              ['RouterAddress', '192.0.2.1'],
              [
                'Link',
                [
                  ['LinkType', 1],
                  ['LinkId', '192.0.2.2'],
                  ['MaximumBandwidth', 10_000_000],
                  ['Metric', 10],
                ],
              ],
            ],
          },
        ],
      },
    },
    build: () => [
      OSPF_Hdr(head),
      OSPF_LSUpd({
        lsalist: [
          {
            id: '192.0.2.1',
            ...ME,
            options: 'E',
            body: { flags: 'B', linklist: [{ id: '192.0.2.0' }, { id: '192.0.2.2', data: '192.0.2.1', type: 'transit', metric: 1 }] },
          },
          { type: 'network', id: '192.0.2.1', ...ME, body: { routerlist: ['192.0.2.1', '192.0.2.2'] } },
          { type: 'summaryIP', id: '198.51.100.0', ...ME, body: { metric: 64 } },
          { type: 'summaryASBR', id: '192.0.2.77', ...ME, body: { mask: '0.0.0.0', metric: 65 } },
          { type: 'external', id: '203.0.113.0', ...ME, body: { ebit: true, fwdaddr: '192.0.2.5', tag: 7 } },
          {
            type: 'NSSAExternal',
            id: '203.0.113.128',
            ...ME,
            body: { mask: '255.255.255.128', metric: 21, fwdaddr: '192.0.2.5' },
          },
          {
            type: 'areaScopeOpaque',
            opaque_type: 1,
            opaque_id: 1,
            ...ME,
            body: [
              ['RouterAddress', '192.0.2.1'],
              [
                'Link',
                [
                  ['LinkType', 1],
                  ['LinkId', '192.0.2.2'],
                  ['MaximumBandwidth', 10_000_000],
                  ['Metric', 10],
                ],
              ],
            ],
          },
        ],
      }),
    ],
  },
  {
    what: 'a Link State Acknowledgement',
    origin: 'scapy 2.5.0; tshark 4.0 reads the same values',
    first: OSPF_Hdr,
    chain: 'OSPF_Hdr/OSPF_LSAck',
    octets:
      '02050040c000020100000001b95e0000000000000000000000010001c0000201c0000201800000010000002400010005cb007100c00002018000000100000024',
    read: { OSPF_LSAck: { lsaheaders: [{ type: 1 }, { type: 5, id: '203.0.113.0' }] } },
    build: () => [
      OSPF_Hdr(head),
      OSPF_LSAck({
        lsaheaders: [
          { id: '192.0.2.1', ...ME },
          { type: 5, id: '203.0.113.0', ...ME },
        ],
      }),
    ],
  },
  {
    what: 'a Hello with a password',
    origin: 'scapy 2.5.0; tshark 4.0 finds the checksum right',
    first: OSPF_Hdr,
    chain: 'OSPF_Hdr/OSPF_Hello',
    octets: '0201002cc0000201000000017a9900017365637265740000ffffff00000a000100000028c000020100000000',
    read: { OSPF_Hdr: { authtype: 1, authdata: '7365637265740000' } },
    build: () => [OSPF_Hdr({ ...head, authtype: 'Simple', authdata: 'secret' }), OSPF_Hello({ router: '192.0.2.1' })],
  },
  {
    what: 'a Hello whose digest stands behind it',
    origin: 'scapy 2.5.0, and 16 octets of a digest',
    first: OSPF_Hdr,
    chain: 'OSPF_Hdr/OSPF_Hello/Raw',
    octets: '0201002cc000020100000001000000020000031011223344ffffff00000a000100000028c000020100000000000102030405060708090a0b0c0d0e0f',
    read: { OSPF_Hdr: { len: 44, chksum: 0, authtype: 2, keyid: 3, authdatalen: 16, seq: 0x1122_3344 } },
    build: () => [
      OSPF_Hdr({ ...head, authtype: 'Crypto', keyid: 3, authdatalen: 16, seq: 0x1122_3344 }),
      OSPF_Hello({ router: '192.0.2.1' }),
      fromHex('000102030405060708090a0b0c0d0e0f'),
    ],
  },
  {
    what: 'a Hello with link-local signalling',
    origin: 'scapy 2.5.0; tshark 4.0 reads the same values',
    first: OSPF_Hdr,
    chain: 'OSPF_Hdr/OSPF_Hello/OSPF_LLS_Hdr',
    octets: '0201002cc000020100000001689a00000000000000000000ffffff00000a120100000028c000020100000000fff600030001000400000001',
    read: { OSPF_Hdr: { len: 44 }, OSPF_LLS_Hdr: { len: 3, llstlv: [['ExtendedOptions', 1]] } },
    build: () => [OSPF_Hdr(head), OSPF_Hello({ options: 'E+L', router: '192.0.2.1' }), OSPF_LLS_Hdr({ llstlv: [['ExtendedOptions', 1]] })],
    summary: 'OSPF_Hdr / OSPF_Hello / OSPF_LLS_Hdr',
  },
]);

describe('OSPF', () => {
  it('keeps wrong checksums of advertisements, and computes those of changed ones', () => {
    const b = packet(
      OSPF_Hdr(head),
      OSPF_LSUpd({ lsalist: [OSPF_LSA({ chksum: 5, type: 'network', body: { routerlist: ['192.0.2.1'] } })] }),
    ).bytes;
    const lsa = dissect(b, OSPF_Hdr).get(OSPF_LSUpd)?.lsalist[0];
    expect(plain(lsa)).toMatchObject({ chksum: 5, len: 28 });
  });

  it('follows IP and IPv6 by its number', () => {
    const v2 = packet(IP({ src: '192.0.2.1', dst: '224.0.0.5' }), OSPF_Hdr(), OSPF_Hello());
    expect(toHex(v2.bytes.subarray(9, 10))).toBe('59');
    // Its sum is that of scapy's `IPv6(src='fe80::1', dst='ff02::5')/OSPFv3_Hdr()/Raw(b'abcd')`.
    const v3 = packet(IPv6({ src: 'fe80::1', dst: 'ff02::5' }), OSPFv3_Hdr(), fromHex('61626364'));
    expect(dissect(v3.bytes, IPv6).get(OSPFv3_Hdr)?.chksum).toBe(0x382b);
  });
});
