/** CAN, USB, IEEE 802.15.4 and Bluetooth HCI. */
import { fromHex } from '../../../../src/bytes/hex.ts';
import {
  ATT_Hdr,
  HCI_ACL_Hdr,
  HCI_Command_Hdr,
  HCI_Event_Hdr,
  HCI_Event_LE_Meta,
  HCI_Hdr,
  HCI_PHDR_Hdr,
  L2CAP_CmdHdr,
  L2CAP_Hdr,
  SM_Hdr,
} from '../../../../src/protocols/link/devices/bluetooth.ts';
import { CAN, CANFD } from '../../../../src/protocols/link/devices/can.ts';
import { USBpcap } from '../../../../src/protocols/link/devices/usb.ts';
import { Dot15d4, Dot15d4Check, Dot15d4FCS } from '../../../../src/protocols/wireless/dot15d4.ts';
import type { ScapyCase } from '../case.ts';

export const deviceCases: readonly ScapyCase[] = [
  ['CAN(identifier=0x123,data=b"\\x01\\x02\\x03")', () => [CAN({ identifier: 0x123, data: fromHex('010203') })]],
  [
    'CAN(flags="extended",identifier=0x12345678,data=b"12345678")',
    () => [CAN({ flags: 'extended', identifier: 0x12345678, data: '12345678' })],
  ],
  ['CAN(flags="remote_transmission_request",identifier=5)', () => [CAN({ flags: 'remote_transmission_request', identifier: 5 })]],
  ['CAN(flags="error",identifier=4,data=b"\\x00"*8)', () => [CAN({ flags: 'error', identifier: 4, data: new Uint8Array(8) })]],
  [
    'CANFD(identifier=0x7ff,fd_flags=5,data=b"x"*12)',
    () => [CANFD({ identifier: 0x7ff, fd_flags: 'bit_rate_switch+fd_frame', data: 'x'.repeat(12) })],
  ],
  [
    'CANFD(flags="extended",identifier=0x1fffffff,data=b"y"*64)',
    () => [CANFD({ flags: 'extended', identifier: 0x1fffffff, fd_flags: 'fd_frame', data: 'y'.repeat(64) })],
  ],
  [
    'USBpcap(irpId=1,usbd_status=0,function=9,info=1,bus=2,device=3,endpoint=0x81,transfer=1)/b"abcd"',
    () => [USBpcap({ irpId: 1n, function: 9, info: 1, bus: 2, device: 3, endpoint: 0x81, transfer: 1 }), 'abcd'],
  ],
  [
    'USBpcap(irpId=2,function=9,bus=1,device=1,endpoint=1,transfer=3)/b"xy"',
    () => [USBpcap({ irpId: 2n, function: 9, bus: 1, device: 1, endpoint: 1 }), 'xy'],
  ],
  ['Dot15d4(fcf_frametype=2,seqnum=7)', () => [Dot15d4({ fcf_frametype: 2, fcf_destaddrmode: 0, seqnum: 7 })]],
  [
    'Dot15d4(fcf_frametype=1,fcf_ackreq=1,fcf_panidcompress=1,fcf_srcaddrmode=2,fcf_destaddrmode=2,seqnum=9)/Dot15d4Data(dest_panid=0x1234,dest_addr=0xffff,src_addr=1)/b"abc"',
    () => [
      Dot15d4({ fcf_panidcompress: 1, fcf_ackreq: 1, fcf_frametype: 1, fcf_srcaddrmode: 2, seqnum: 9 }),
      fromHex('3412ffff0100616263'),
    ],
  ],
  [
    'Dot15d4FCS(fcf_frametype=1,fcf_srcaddrmode=3,fcf_destaddrmode=3,seqnum=9)/Dot15d4Data(dest_panid=0x1234,dest_addr=0x0102030405060708,src_panid=0x1234,src_addr=0x1112131415161718)/b"abc"',
    () => [
      Dot15d4FCS({ fcf_frametype: 1, fcf_srcaddrmode: 3, fcf_destaddrmode: 3, seqnum: 9 }),
      fromHex('3412080706050403020134121817161514131211616263'),
      Dot15d4Check({ fcs: 0x7914 }),
    ],
  ],
  [
    'Dot15d4(fcf_frametype=3,fcf_panidcompress=1,fcf_srcaddrmode=2,fcf_destaddrmode=2,seqnum=3)/Dot15d4Cmd(dest_panid=0x1234,dest_addr=0,src_addr=1,cmd_id=4)',
    () => [Dot15d4({ fcf_panidcompress: 1, fcf_frametype: 3, fcf_srcaddrmode: 2, seqnum: 3 }), fromHex('34120000010004')],
  ],
  [
    'HCI_Hdr()/HCI_ACL_Hdr(handle=5,PB=2)/L2CAP_Hdr(cid=4)/ATT_Hdr()/ATT_Exchange_MTU_Request(mtu=185)',
    () => [HCI_Hdr(), HCI_ACL_Hdr({ handle: 5, PB: 2 }), L2CAP_Hdr(), ATT_Hdr({ opcode: 2 }), fromHex('b900')],
  ],
  [
    'HCI_Hdr()/HCI_ACL_Hdr(handle=5)/L2CAP_Hdr(cid=4)/ATT_Hdr()/ATT_Read_Request(gatt_handle=3)',
    () => [HCI_Hdr(), HCI_ACL_Hdr({ handle: 5 }), L2CAP_Hdr(), ATT_Hdr({ opcode: 0xa }), fromHex('0300')],
  ],
  [
    'HCI_Hdr()/HCI_ACL_Hdr(handle=5)/L2CAP_Hdr(cid=1)/L2CAP_CmdHdr(id=3)/L2CAP_ConnReq(psm=1,scid=0x40)',
    () => [HCI_Hdr(), HCI_ACL_Hdr({ handle: 5 }), L2CAP_Hdr(), L2CAP_CmdHdr({ code: 2, id: 3 }), fromHex('01004000')],
  ],
  [
    'HCI_Hdr()/HCI_ACL_Hdr(handle=5)/L2CAP_Hdr(cid=6)/SM_Hdr()/SM_Pairing_Request()',
    () => [HCI_Hdr(), HCI_ACL_Hdr({ handle: 5 }), L2CAP_Hdr(), SM_Hdr({ sm_command: 1 }), fromHex('030000100000')],
  ],
  ['HCI_Hdr(type=1)/HCI_Command_Hdr()/HCI_Cmd_Reset()', () => [HCI_Hdr(), HCI_Command_Hdr({ opcode: 0xc03 })]],
  [
    'HCI_Hdr(type=1)/HCI_Command_Hdr()/HCI_Cmd_LE_Set_Scan_Enable(enable=1,filter_dups=0)',
    () => [HCI_Hdr(), HCI_Command_Hdr({ opcode: 0x200c }), fromHex('0100')],
  ],
  [
    'HCI_Hdr(type=1)/HCI_Command_Hdr()/HCI_Cmd_Disconnect(handle=0x40,reason=0x13)',
    () => [HCI_Hdr(), HCI_Command_Hdr({ opcode: 0x406 }), fromHex('400013')],
  ],
  [
    'HCI_Hdr(type=4)/HCI_Event_Hdr()/HCI_Event_Command_Complete(number=1,opcode=0xc03,status=0)',
    () => [HCI_Hdr(), HCI_Event_Hdr({ code: 0xe }), fromHex('01030c00')],
  ],
  [
    'HCI_Hdr(type=4)/HCI_Event_Hdr()/HCI_Event_Disconnection_Complete(handle=0x40,reason=0x13)',
    () => [HCI_Hdr(), HCI_Event_Hdr({ code: 5 }), fromHex('00400013')],
  ],
  [
    'HCI_Hdr(type=4)/HCI_Event_Hdr()/HCI_Event_LE_Meta()/HCI_LE_Meta_Connection_Complete(handle=0x40,paddr="02:00:00:00:00:01")',
    () => [HCI_Hdr(), HCI_Event_Hdr(), HCI_Event_LE_Meta({ event: 1 }), fromHex('0040000000010000000002360000002a0005')],
  ],
  [
    'HCI_PHDR_Hdr(direction=1)/HCI_Hdr(type=1)/HCI_Command_Hdr()/HCI_Cmd_Read_BD_Addr()',
    () => [HCI_PHDR_Hdr({ direction: 1 }), HCI_Hdr(), HCI_Command_Hdr({ opcode: 0x1009 })],
  ],
];
