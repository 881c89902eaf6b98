/** Bluetooth between host and controller: heads of commands, events and data, and of what data carry. */
import { bitsLe } from '../../../packet/fields/little-bits.ts';
import { u16le, u32, u8 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** In which direction it went, in captures. @see https://www.tcpdump.org/linktypes/LINKTYPE_BLUETOOTH_HCI_H4_WITH_PHDR.html */
export const HCI_PHDR_Hdr = layer('HCI_PHDR_Hdr', () => ({
  title: 'HCI PHDR transport layer',
  about: 'Whether the host sent or received it.',
  source: 'LINKTYPE_BLUETOOTH_HCI_H4_WITH_PHDR',
  wireshark: 'bluetooth',
  fields: { direction: u32({ names: { sent: 0, received: 1 } }) },
}));

/** What kind of packet follows. @see Bluetooth Core 5.3 vol 4 part A §2 */
export const HCI_Hdr = layer('HCI_Hdr', () => ({
  title: 'HCI header',
  about: 'The kind of packet between host and controller.',
  source: 'Bluetooth Core 5.3, vol 4 part A §2',
  wireshark: 'hci_h4',
  fields: {
    type: u8({
      default: 2,
      selects: 'hci.type',
      names: { command: 1, ACL: 2, SCO: 3, event: 4, ISO: 5 },
      hex: true,
      wireshark: 'hci_h4.type',
    }),
  },
}));

/** The host tells the controller what to do. @see Bluetooth Core 5.3 vol 4 part E §5.4.1 */
export const HCI_Command_Hdr = layer('HCI_Command_Hdr', () => ({
  title: 'HCI Command header',
  about: 'A command to the controller.',
  source: 'Bluetooth Core 5.3, vol 4 part E §5.4.1',
  wireshark: 'bthci_cmd',
  fields: {
    opcode: u16le({ hex: true, wireshark: 'bthci_cmd.opcode', about: 'group in the upper six bits' }),
    len: u8({ measures: 'payload', wireshark: 'bthci_cmd.param_length' }),
  },
}));

/** The controller tells the host what happened. @see Bluetooth Core 5.3 vol 4 part E §5.4.4 */
export const HCI_Event_Hdr = layer('HCI_Event_Hdr', () => ({
  title: 'HCI Event header',
  about: 'An event that the controller reports.',
  source: 'Bluetooth Core 5.3, vol 4 part E §5.4.4, §7.7',
  wireshark: 'bthci_evt',
  fields: {
    code: u8({
      selects: 'hci.event',
      names: {
        'Inquiry Complete': 1,
        'Inquiry Result': 2,
        'Connection Complete': 3,
        'Connection Request': 4,
        'Disconnection Complete': 5,
        'Authentication Complete': 6,
        'Remote Name Request Complete': 7,
        'Encryption Change': 8,
        'Command Complete': 0x0e,
        'Command Status': 0x0f,
        'Hardware Error': 0x10,
        'Number of Completed Packets': 0x13,
        'LE Meta': 0x3e,
        'vendor-specific': 0xff,
      },
      hex: true,
      wireshark: 'bthci_evt.code',
    }),
    len: u8({ measures: 'payload', wireshark: 'bthci_evt.param_length' }),
  },
}));

/** An event of Low Energy. @see Bluetooth Core 5.3 vol 4 part E §7.7.65 */
export const HCI_Event_LE_Meta = layer('HCI_Event_LE_Meta', () => ({
  title: 'LE Meta',
  about: 'An event of Bluetooth Low Energy.',
  source: 'Bluetooth Core 5.3, vol 4 part E §7.7.65',
  wireshark: '',
  fields: {
    event: u8({
      names: {
        'connection complete': 1,
        'advertising report': 2,
        'connection update complete': 3,
        'read remote features': 4,
        'long term key request': 5,
      },
      hex: true,
      wireshark: 'bthci_evt.le_meta_subevent',
    }),
  },
}));

/** In a fragment that continues what another began. */
const CONTINUES = 1;

/** Data of a connection. @see Bluetooth Core 5.3 vol 4 part E §5.4.2 */
export const HCI_ACL_Hdr = layer('HCI_ACL_Hdr', () => ({
  title: 'HCI ACL header',
  about: 'Data of a connection, or a fragment of them.',
  source: 'Bluetooth Core 5.3, vol 4 part E §5.4.2',
  wireshark: 'bthci_acl',
  fields: {
    handle: bitsLe(12, { hex: true, wireshark: 'bthci_acl.chandle', about: 'number of the connection' }),
    PB: bitsLe(2, { wireshark: 'bthci_acl.pb_flag', about: '1: continues what another began' }),
    BC: bitsLe(2, { wireshark: 'bthci_acl.bc_flag', about: 'to whom: 0: one' }),
    len: u16le({ measures: 'payload', wireshark: 'bthci_acl.length' }),
  },
  next: { to: () => [L2CAP_Hdr], choose: ({ PB }) => (PB === CONTINUES ? undefined : L2CAP_Hdr) },
}));

/** Voice. @see Bluetooth Core 5.3 vol 4 part E §5.4.3 */
export const HCI_SCO_Hdr = layer('HCI_SCO_Hdr', () => ({
  title: 'HCI SCO header',
  about: 'Voice of a connection.',
  source: 'Bluetooth Core 5.3, vol 4 part E §5.4.3',
  wireshark: 'bthci_sco',
  fields: {
    handle: bitsLe(12, { hex: true, wireshark: 'bthci_sco.chandle' }),
    PS: bitsLe(2, { about: 'how well it was received' }),
    reserved: bitsLe(2),
    len: u8({ measures: 'payload', wireshark: 'bthci_sco.length' }),
  },
}));

/** Which channel of a connection it is for. @see Bluetooth Core 5.3 vol 3 part A §3.1 */
export const L2CAP_Hdr = layer('L2CAP_Hdr', () => ({
  title: 'L2CAP header',
  about: 'Logical link control: the channel of a connection.',
  source: 'Bluetooth Core 5.3, vol 3 part A §3.1',
  wireshark: 'btl2cap',
  fields: {
    len: u16le({ measures: 'payload', wireshark: 'btl2cap.length' }),
    cid: u16le({
      selects: 'l2cap.cid',
      names: { control: 1, connectionless: 2, attribute: 4, 'LE control': 5, security: 6 },
      hex: true,
      wireshark: 'btl2cap.cid',
    }),
  },
}));

/** Makes and ends channels. @see Bluetooth Core 5.3 vol 3 part A §4 */
export const L2CAP_CmdHdr = layer('L2CAP_CmdHdr', () => ({
  title: 'L2CAP command header',
  about: 'A command about channels.',
  source: 'Bluetooth Core 5.3, vol 3 part A §4',
  wireshark: '',
  fields: {
    code: u8({
      default: 8,
      names: {
        rej: 1,
        conn_req: 2,
        conn_resp: 3,
        conf_req: 4,
        conf_resp: 5,
        disconn_req: 6,
        disconn_resp: 7,
        echo_req: 8,
        echo_resp: 9,
        info_req: 10,
        info_resp: 11,
        conn_param_update_req: 18,
        conn_param_update_resp: 19,
      },
      hex: true,
      wireshark: 'btl2cap.cmd_code',
    }),
    id: u8({ default: 1, hex: true, wireshark: 'btl2cap.cmd_ident' }),
    len: u16le({ measures: 'payload', wireshark: 'btl2cap.cmd_length' }),
  },
}));

/** Reads and writes the attributes of a device. @see Bluetooth Core 5.3 vol 3 part F §3.3 */
export const ATT_Hdr = layer('ATT_Hdr', () => ({
  title: 'ATT header',
  about: 'Attribute protocol: values of a device, asked for, written and told.',
  source: 'Bluetooth Core 5.3, vol 3 part F §3.3, §3.4.8',
  wireshark: 'btatt',
  fields: {
    opcode: u8({
      names: {
        'error response': 1,
        'exchange MTU request': 2,
        'exchange MTU response': 3,
        'find information request': 4,
        'find information response': 5,
        'find by type value request': 6,
        'find by type value response': 7,
        'read by type request': 8,
        'read by type response': 9,
        'read request': 10,
        'read response': 11,
        'read blob request': 12,
        'read blob response': 13,
        'read multiple request': 14,
        'read multiple response': 15,
        'read by group type request': 16,
        'read by group type response': 17,
        'write request': 18,
        'write response': 19,
        'prepare write request': 22,
        'prepare write response': 23,
        'execute write request': 24,
        'execute write response': 25,
        notification: 27,
        indication: 29,
        confirmation: 30,
        'write command': 0x52,
        'signed write command': 0xd2,
      },
      hex: true,
      wireshark: 'btatt.opcode',
    }),
  },
}));

/** Pairs devices. @see Bluetooth Core 5.3 vol 3 part H §3.3 */
export const SM_Hdr = layer('SM_Hdr', () => ({
  title: 'SM header',
  about: 'Security manager: devices make keys and exchange them.',
  source: 'Bluetooth Core 5.3, vol 3 part H §3.3',
  wireshark: 'btsmp',
  fields: {
    sm_command: u8({
      names: {
        'pairing request': 1,
        'pairing response': 2,
        'pairing confirm': 3,
        'pairing random': 4,
        'pairing failed': 5,
        'encryption information': 6,
        'central identification': 7,
        'identity information': 8,
        'identity address information': 9,
        'signing information': 10,
        'security request': 11,
        'pairing public key': 12,
        'pairing DHKey check': 13,
        'keypress notification': 14,
      },
      hex: true,
      wireshark: 'btsmp.opcode',
    }),
  },
}));
