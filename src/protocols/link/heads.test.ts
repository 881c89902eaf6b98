import { layerSuite } from '../../../test/support/layer-suite.ts';
import { CHDLC } from './chdlc.ts';
import { ARCNET, EtherBroadcomTag, EtherMarvellTag, EtherMarvellTypedTag, FDDI, PKTAP, SLIP, VSOCK } from './heads.ts';

const ip = '4500001c000100004011f6ccc0000201c000020203e807d000087022';
const tcpdump = (file: string) => `tcpdump, tests/${file}, its head (BSD-3-Clause); tshark 4.0 reads the same values`;
const tagged = (file: string) => `tcpdump, tests/${file}, its head (BSD-3-Clause); tcpdump 4.99 reads the same values`;

layerSuite(
  'heads of links',
  [
    {
      what: 'ARP of RFC 1051',
      origin: tcpdump('arcnet-rfc1051-arp-icmp-http.pcap'),
      first: ARCNET,
      chain: 'ARCNET/ARP',
      octets: 'be00ed08f10007080001040001be0a508301000a5083fe',
      read: { ARCNET: { src: 0xbe, dst: 0, protocol: 0xf1 } },
    },
    {
      what: 'ARP of RFC 1201',
      origin: tcpdump('arcnet-rfc1201-arp-icmp-http.pcap'),
      first: ARCNET,
      chain: 'ARCNET/ARP',
      octets: 'be00ea08d50001650007080001040001be0a508301000a5083fe',
      read: { ARCNET: { protocol: 0xd5, split_flag: 0, sequence: 357 } },
    },
    {
      what: 'FDDI',
      origin: 'made by hand after ISO 9314-2; tshark 4.0 reads the same, but the bits of addresses in reverse order',
      first: FDDI,
      chain: 'FDDI/LLC/SNAP/IP/UDP',
      octets: `50020000000002020000000001aaaa030000000800${ip}`,
      read: { FDDI: { fc: 0x50, dst: '02:00:00:00:00:02' } },
    },
    {
      what: 'SLIP',
      origin: 'made by hand after LINKTYPE_SLIP',
      first: SLIP,
      chain: 'SLIP/IP/UDP',
      octets: `01${'00'.repeat(15)}${ip}`,
      read: { SLIP: { direction: 1 } },
    },
    {
      what: 'a socket of a virtual machine',
      origin: tcpdump('vsock-1.pcapng'),
      first: VSOCK,
      chain: 'VSOCK',
      octets:
        '0300000000000000020000000000000000040000d2040000010002002c0000000300000000000000020000000000000000040000d20400000000' +
        '000001000100000000000000040000000000',
      read: { VSOCK: { src_cid: 3n, dst_cid: 2n, src_port: 1024, dst_port: 1234, op: 1, transport: 2, len: 44 } },
    },
    {
      what: 'what macOS knows',
      origin: tcpdump('LINKTYPE_PKTAP.pcap'),
      first: PKTAP,
      chain: 'PKTAP/Ether/IP/UDP',
      octets:
        `6c0000000100000001000000656e3000${'00'.repeat(20)}02000000020000000e0000000000000000020000${'00'.repeat(28)}ffffffff${'00'.repeat(20)}` +
        `001e491ff2c47073cb0b262a0800${ip}`,
      read: { PKTAP: { len: 108, dlt: 1, ifname: 'en0', pid: 512, epid: 0xffff_ffff } },
    },
    {
      what: "Broadcom's tag",
      origin: tagged('brcm-tag.pcap'),
      first: EtherBroadcomTag,
      chain: 'EtherBroadcomTag/IP/UDP',
      octets: `ffffffffffff001018de381e2c0000800800${ip}`,
      read: { EtherBroadcomTag: { opcode: 1, type: 0x0800 } },
    },
    {
      what: "Marvell's tag",
      origin: tagged('dsa.pcap'),
      first: EtherMarvellTag,
      chain: 'EtherMarvellTag/IP/UDP',
      octets: `d6c528213eaf0050b6291070c00a00000800${ip}`,
      read: { EtherMarvellTag: { mode: 3, device: 0, port: 1, vlan: 0 } },
    },
    {
      what: "Marvell's tag with a type",
      origin: tagged('edsa-high-vid.pcap'),
      first: EtherMarvellTypedTag,
      chain: 'EtherMarvellTypedTag/IP/UDP',
      octets: `d618e269ee0102f0bbed000fdada0000c01005390800${ip}`,
      read: { EtherMarvellTypedTag: { mark: 0xdada, mode: 3, port: 2, vlan: 0x539 } },
    },
    {
      what: 'a keepalive of Cisco HDLC',
      origin: tcpdump('HDLC.pcap'),
      first: CHDLC,
      chain: 'CHDLC/SLARP/Raw',
      octets: '8f008035000000020000000500000002ffff0078f0a20000',
      read: { SLARP: { code: 2, mysequence: 5, yoursequence: 2, reliability: 0xffff } },
    },
  ],
  { mutations: 200 },
);
