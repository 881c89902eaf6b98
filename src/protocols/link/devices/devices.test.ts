import { layerSuite } from '../../../../test/support/layer-suite.ts';
import { Dot15d4, Dot15d4FCS } from '../../wireless/dot15d4.ts';
import { ATT_Hdr, HCI_ACL_Hdr, HCI_Command_Hdr, HCI_Event_Hdr, HCI_Hdr, HCI_PHDR_Hdr, L2CAP_Hdr } from './bluetooth.ts';
import { CAN, CANFD } from './can.ts';
import { USBMon, USBMonMapped, USBpcap } from './usb.ts';

const origin = 'scapy 2.5; tshark 4.0 reads the same values';
const urb = `0123456789abcdef430281020100 2d00${'00'.repeat(16)}1200000000000000${'00'.repeat(8)}`.replace(' ', '');

layerSuite(
  'CAN',
  [
    {
      what: 'a frame',
      origin,
      first: CAN,
      chain: 'CAN',
      octets: '8000012303000000616263',
      read: { CAN: { identifier: 0x123, length: 3, data: '616263' } },
      build: () => [CAN({ flags: 'extended', identifier: 0x123, data: 'abc' })],
    },
    {
      what: 'a frame with a flexible data rate',
      origin,
      first: CAN,
      chain: 'CANFD',
      octets: '000007ff0c010000303132333435363738396162',
      read: { CANFD: { identifier: 0x7ff, length: 12 } },
      build: () => [CANFD({ identifier: 0x7ff, fd_flags: 1, data: '0123456789ab' })],
    },
  ],
  { mutations: 400 },
);

layerSuite(
  'Bluetooth HCI',
  [
    {
      what: 'a command',
      origin,
      first: HCI_PHDR_Hdr,
      chain: 'HCI_PHDR_Hdr/HCI_Hdr/HCI_Command_Hdr',
      octets: '0000000001030c00',
      read: { HCI_Command_Hdr: { opcode: 0x0c03, len: 0 } },
      build: () => [HCI_PHDR_Hdr(), HCI_Hdr(), HCI_Command_Hdr({ opcode: 0x0c03 })],
    },
    {
      what: 'an event',
      origin,
      first: HCI_PHDR_Hdr,
      chain: 'HCI_PHDR_Hdr/HCI_Hdr/HCI_Event_Hdr/Raw',
      octets: '00000001040e0401030c00',
      read: { HCI_PHDR_Hdr: { direction: 1 }, HCI_Event_Hdr: { code: 14, len: 4 } },
      build: () => [HCI_PHDR_Hdr({ direction: 'received' }), HCI_Hdr(), HCI_Event_Hdr({ code: 14 }), Uint8Array.of(1, 3, 12, 0)],
    },
    {
      what: 'a value that is asked for',
      origin,
      first: HCI_PHDR_Hdr,
      chain: 'HCI_PHDR_Hdr/HCI_Hdr/HCI_ACL_Hdr/L2CAP_Hdr/ATT_Hdr/Raw',
      octets: '000000010240200700030004000a0300',
      read: { HCI_ACL_Hdr: { handle: 0x40, PB: 2, BC: 0, len: 7 }, L2CAP_Hdr: { cid: 4, len: 3 }, ATT_Hdr: { opcode: 10 } },
      build: () => [
        HCI_PHDR_Hdr({ direction: 'received' }),
        HCI_Hdr(),
        HCI_ACL_Hdr({ handle: 0x40, PB: 2 }),
        L2CAP_Hdr(),
        ATT_Hdr({ opcode: 'read request' }),
        Uint8Array.of(3, 0),
      ],
    },
  ],
  { mutations: 400 },
);

layerSuite(
  'USB',
  [
    {
      what: 'a bulk transfer on Windows',
      origin,
      first: USBpcap,
      chain: 'USBpcap/Raw',
      octets: '1b00341200000000000000000000090000010002008103020000000102',
      read: { USBpcap: { headerLen: 27, bus: 1, device: 2, endpoint: 0x81, transfer: 3, dataLength: 2 } },
      build: () => [USBpcap({ irpId: 0x1234n, function: 9, bus: 1, device: 2, endpoint: 0x81 }), Uint8Array.of(1, 2)],
    },
    {
      what: 'the end of a control transfer on Linux',
      origin: 'made by hand after LINKTYPE_USB_LINUX; tshark 4.0 reads the same values',
      first: USBMon,
      chain: 'USBMon',
      octets: urb,
      read: { USBMon: { event: 0x43, transfer: 2, endpoint: 0x81, device: 2, bus: 1, urb_len: 18 } },
    },
    {
      what: 'the same, mapped',
      origin: 'made by hand after LINKTYPE_USB_LINUX_MMAPPED; tshark 4.0 reads the same values',
      first: USBMonMapped,
      chain: 'USBMonMapped',
      octets: `${urb}08000000${'00'.repeat(12)}`,
      read: { USBMonMapped: { device: 2, interval: 8, descriptors: 0 } },
    },
  ],
  { mutations: 400 },
);

layerSuite(
  'IEEE 802.15.4',
  [
    {
      what: 'a frame without its check',
      origin,
      first: Dot15d4,
      chain: 'Dot15d4/Raw',
      octets: '4188093412010002006869',
      read: { Dot15d4: { fcf_frametype: 1, fcf_panidcompress: 1, fcf_srcaddrmode: 2, fcf_destaddrmode: 2, seqnum: 9 } },
      build: () => [
        Dot15d4({ fcf_frametype: 'data', fcf_panidcompress: 1, fcf_srcaddrmode: 'short', seqnum: 9 }),
        Uint8Array.of(0x34, 0x12, 1, 0, 2, 0, 0x68, 0x69),
      ],
    },
    {
      what: 'a frame with it',
      origin: 'tcpdump, tests/802_15_4-data.pcap, cut (BSD-3-Clause); tshark 4.0 reads the same values',
      first: Dot15d4FCS,
      chain: 'Dot15d4FCS/Raw/Dot15d4Check',
      octets: '21ec014dab01000100810005100210024002000200c46a1db6',
      read: { Dot15d4FCS: { fcf_frametype: 1, fcf_ackreq: 1, fcf_framever: 2, seqnum: 1 }, Dot15d4Check: { fcs: 0xb61d } },
    },
  ],
  { mutations: 400 },
);
