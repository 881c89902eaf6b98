/** MAC control frames of IEEE 802.3: who receives faster than it can take asks for a pause. */
import { u16, u32 } from '../../../packet/fields/integers.ts';
import { octets } from '../../../packet/fields/octets.ts';
import { layer } from '../../../packet/layer/layer.ts';

/** IEEE 802.3-2018 annex 31A; IEEE 802.1Q-2018 §36 for the last. */
const OPCODES = { pause: 1, gate: 2, report: 3, 'register-request': 4, register: 5, 'register-ack': 6, 'priority-pause': 0x101 } as const;
const opcode = (initial: number) => ({ opcode: u16({ default: initial, names: OPCODES, hex: true, wireshark: 'macc.opcode' }) });

/** Any MAC control frame. @see IEEE 802.3-2018 §31 */
export const MACControl = layer('MACControl', () => ({
  title: 'MAC control',
  about: 'MAC control: a frame between neighbours that no host sees.',
  source: 'IEEE 802.3-2018 §31.4',
  wireshark: 'macc',
  fields: { ...opcode(2), data: octets() },
}));

/** The sender asks for silence. @see IEEE 802.3-2018 annex 31B */
export const MACControlPause = layer('MACControlPause', () => ({
  title: 'MAC control: pause',
  about: 'The sender asks its neighbour to be silent.',
  source: 'IEEE 802.3-2018 annex 31B',
  wireshark: 'macc',
  fields: { ...opcode(OPCODES.pause), pause_time: u16({ wireshark: 'macc.pause_time', about: 'units of 512 bit times' }) },
}));

/** The classes whose bits are set, from bit 0. */
const CLASSES = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const enabled = Object.fromEntries(
  CLASSES.map((i) => [`macc.cbfc.enbv.c${i}`, ({ enable }: { readonly enable: number }) => ((enable >> i) & 1) === 1]),
);
const pauseTime = (i: number) => u16({ wireshark: `macc.cbfc.pause_time.c${i}` });

/** Silence for some classes of traffic. @see IEEE 802.1Q-2018 §36.1.3, annex C of 802.1Qbb */
export const MACControlClassBasedFlowControl = layer('MACControlClassBasedFlowControl', () => ({
  title: 'MAC control: priority-based flow control',
  about: 'The sender asks its neighbour to send nothing of some classes.',
  source: 'IEEE 802.1Q-2018 §36',
  wireshark: 'macc',
  fields: {
    ...opcode(OPCODES['priority-pause']),
    enable: u16({ hex: true, wireshark: 'macc.cbfc.enbv', about: 'bit 0: class 0 …' }),
    c0_pause_time: pauseTime(0),
    c1_pause_time: pauseTime(1),
    c2_pause_time: pauseTime(2),
    c3_pause_time: pauseTime(3),
    c4_pause_time: pauseTime(4),
    c5_pause_time: pauseTime(5),
    c6_pause_time: pauseTime(6),
    c7_pause_time: pauseTime(7),
  },
  columns: enabled,
}));

/** When the sender may speak, in a passive optical network. @see IEEE 802.3-2018 §77.3.6.1, §64.3.6 */
export const MACControlMultipoint = layer('MACControlMultipoint', () => ({
  title: 'MAC control: multipoint',
  about: 'Messages of a passive optical network: who may send when.',
  source: 'IEEE 802.3-2018 §64.3.6',
  wireshark: 'macc',
  fields: {
    ...opcode(OPCODES.gate),
    timestamp: u32({ wireshark: 'macc.timestamp', about: 'units of 16 ns' }),
    data: octets(),
  },
}));
