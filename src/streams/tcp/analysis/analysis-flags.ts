/** The flags of TCP analysis, by tshark's names, and what each means in a few words. */

// Bits of AnalysisFlags.flags.
export const RETRANSMISSION = 1;
export const FAST_RETRANSMISSION = 1 << 1;
export const SPURIOUS_RETRANSMISSION = 1 << 2;
export const OUT_OF_ORDER = 1 << 3;
export const LOST_SEGMENT = 1 << 4;
export const ACK_LOST_SEGMENT = 1 << 5;
export const DUPLICATE_ACK = 1 << 6;
export const KEEP_ALIVE = 1 << 7;
export const KEEP_ALIVE_ACK = 1 << 8;
export const ZERO_WINDOW = 1 << 9;
export const ZERO_WINDOW_PROBE = 1 << 10;
export const ZERO_WINDOW_PROBE_ACK = 1 << 11;
export const WINDOW_FULL = 1 << 12;
export const WINDOW_UPDATE = 1 << 13;
export const REUSED_PORTS = 1 << 14;

/** A flag: its bit, tshark's name behind `tcp.analysis.`, and what it says, for a person. */
export interface AnalysisFlag {
  readonly bit: number;
  readonly name: string;
  readonly text: string;
}

/** All flags, in order of their bits. */
export const ANALYSIS_FLAGS: readonly AnalysisFlag[] = [
  { bit: RETRANSMISSION, name: 'retransmission', text: 'These octets were sent before' },
  { bit: FAST_RETRANSMISSION, name: 'fast_retransmission', text: 'Sent again at once, because duplicate ACKs asked for it' },
  { bit: SPURIOUS_RETRANSMISSION, name: 'spurious_retransmission', text: 'Sent again although it was acknowledged' },
  { bit: OUT_OF_ORDER, name: 'out_of_order', text: 'Came after segments that were sent later' },
  { bit: LOST_SEGMENT, name: 'lost_segment', text: 'Segments before this one are missing in the capture' },
  { bit: ACK_LOST_SEGMENT, name: 'ack_lost_segment', text: 'Acknowledges octets that are missing in the capture' },
  { bit: DUPLICATE_ACK, name: 'duplicate_ack', text: 'The same acknowledgment again: the receiver waits for these octets' },
  { bit: KEEP_ALIVE, name: 'keep_alive', text: 'Asks whether the other end is still there' },
  { bit: KEEP_ALIVE_ACK, name: 'keep_alive_ack', text: 'Answers a keep-alive' },
  { bit: ZERO_WINDOW, name: 'zero_window', text: 'The receiver has no room: the other end must stop' },
  { bit: ZERO_WINDOW_PROBE, name: 'zero_window_probe', text: 'Asks whether the receiver has room again' },
  { bit: ZERO_WINDOW_PROBE_ACK, name: 'zero_window_probe_ack', text: 'Answers such a question: there is still no room' },
  { bit: WINDOW_FULL, name: 'window_full', text: 'Fills all the room that the receiver has' },
  { bit: WINDOW_UPDATE, name: 'window_update', text: 'The receiver has more or less room than before' },
  { bit: REUSED_PORTS, name: 'reused_ports', text: 'A new connection between the same ports as an earlier one' },
];

const chosen = (flags: number): AnalysisFlag[] => ANALYSIS_FLAGS.filter(({ bit }) => (flags & bit) !== 0);

/** Names of bits, as tshark's filters have them: `tcp.analysis.retransmission` … */
export const flagNames = (flags: number): string[] => (flags === 0 ? [] : chosen(flags).map(({ name }) => `tcp.analysis.${name}`));

/** What they say. */
export const flagTexts = (flags: number): string[] => (flags === 0 ? [] : chosen(flags).map(({ text }) => text));
