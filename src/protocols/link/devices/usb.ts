/** USB as Linux and Windows capture it: what was asked of a device, and how it ended. */
import { choose } from '../../../packet/fields/conditional.ts';
import { i32le, u16le, u32le, u64le, u8 } from '../../../packet/fields/integers.ts';
import { fixedOctets, octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';

const TRANSFERS = { isochronous: 0, interrupt: 1, control: 2, bulk: 3 } as const;

interface Transfer {
  readonly bus: number;
  readonly device: number;
  readonly endpoint: number;
}
const HOST = 'host';
/** As tshark writes it: bus, device, and endpoint without its direction. */
const place = ({ bus, device, endpoint }: Transfer): string => `${bus}.${device}.${endpoint & 0x7f}`;

/** The host asks with `S`, and is told of the end with `C` or `E`. */
const SUBMITS = 0x53;

/** What both forms of Linux begin with. @see https://www.kernel.org/doc/html/latest/usb/usbmon.html */
const monitored = () => ({
  id: u64le({ hex: true, wireshark: 'usb.urb_id', about: 'the same when it is asked for and when it is done' }),
  event: u8({ default: SUBMITS, names: { submit: SUBMITS, complete: 0x43, error: 0x45 }, about: 'a letter: S, C or E' }),
  transfer: u8({ default: 3, names: TRANSFERS, hex: true, wireshark: 'usb.transfer_type' }),
  endpoint: u8({ hex: true, wireshark: 'usb.endpoint_address', about: 'bit 7: from the device to the host' }),
  device: u8({ wireshark: 'usb.device_address' }),
  bus: u16le({ wireshark: 'usb.bus_id' }),
  setup_flag: u8({ default: 0x2d, about: '0: the setup is there; else a letter that says why not' }),
  data_flag: u8({ about: '0: there are data; else a letter that says why not' }),
  ts_sec: u64le({ wireshark: 'usb.urb_ts_sec' }),
  ts_usec: u32le({ wireshark: 'usb.urb_ts_usec' }),
  status: i32le({ wireshark: 'usb.urb_status', about: 'less than 0: an error of Linux' }),
  urb_len: u32le({ wireshark: 'usb.urb_len', about: 'octets that were asked for, or came' }),
  data_len: u32le({ wireshark: 'usb.data_len', about: 'octets captured' }),
  setup: fixedOctets(8, { about: 'what a control transfer asks for' }),
});
const monitorColumns = {
  'usb.src': (self: Transfer & { readonly event: number }) => (self.event === SUBMITS ? HOST : place(self)),
  'usb.dst': (self: Transfer & { readonly event: number }) => (self.event === SUBMITS ? place(self) : HOST),
  'usb.urb_type': ({ event }: { readonly event: number }) => `'${String.fromCharCode(event)}'`,
};

/** Linux's monitor, with 48 octets. @see https://www.tcpdump.org/linktypes/LINKTYPE_USB_LINUX.html */
export const USBMon = layer('USBMon', () => ({
  title: 'USB (Linux)',
  about: 'A transfer of USB, as Linux reports it.',
  source: 'LINKTYPE_USB_LINUX',
  wireshark: 'usb',
  fields: monitored(),
  columns: monitorColumns,
}));

/** Linux's monitor, with 64 octets. @see https://www.tcpdump.org/linktypes/LINKTYPE_USB_LINUX_MMAPPED.html */
export const USBMonMapped = layer('USBMonMapped', () => ({
  title: 'USB (Linux)',
  about: 'A transfer of USB, as Linux reports it to programs that map its memory.',
  source: 'LINKTYPE_USB_LINUX_MMAPPED',
  wireshark: 'usb',
  fields: {
    ...monitored(),
    interval: u32le({ wireshark: 'usb.interval' }),
    start_frame: u32le({ wireshark: 'usb.start_frame' }),
    transfer_flags: u32le({ hex: true, wireshark: 'usb.copy_of_transfer_flags' }),
    descriptors: u32le({ about: 'how many isochronous descriptors follow' }),
  },
  columns: monitorColumns,
}));

/** Windows's. @see https://desowin.org/usbpcap/captureformat.html */
export const USBpcap = layer('USBpcap', () => ({
  title: 'USBpcap URB',
  about: 'A transfer of USB, as USBPcap reports it on Windows.',
  source: 'LINKTYPE_USBPCAP',
  wireshark: 'usb',
  fields: {
    headerLen: u16le({ measures: 'header', wireshark: 'usb.usbpcap_header_len' }),
    irpId: u64le({ hex: true, wireshark: 'usb.irp_id' }),
    usbd_status: u32le({ hex: true, wireshark: 'usb.usbd_status' }),
    function: u16le({ hex: true, wireshark: 'usb.function' }),
    info: u8({ hex: true, wireshark: 'usb.irp_info', about: 'bit 0: from the device to the host' }),
    bus: u16le({ wireshark: 'usb.bus_id' }),
    device: u16le({ wireshark: 'usb.device_address' }),
    endpoint: u8({ hex: true, wireshark: 'usb.endpoint_address' }),
    transfer: u8({
      default: 3,
      names: { ...TRANSFERS, 'IRP information': 0xfe, unknown: 0xff },
      hex: true,
      wireshark: 'usb.transfer_type',
    }),
    dataLength: u32le({ measures: 'payload', wireshark: 'usb.data_len' }),
    more: choose(
      'transfer',
      { 2: u8({ names: { setup: 0, data: 1, status: 2, complete: 3 }, wireshark: 'usb.control_stage' }) },
      octets({ about: 'of isochronous transfers: their packets' }),
    ),
  },
  columns: {
    'usb.src': (self) => ((self.info & 1) === 0 ? HOST : place(self)),
    'usb.dst': (self) => ((self.info & 1) === 0 ? place(self) : HOST),
  },
}));
