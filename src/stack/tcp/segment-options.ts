/** Options of our segments, and what we ask of theirs (RFC 9293 §3.2, RFC 7323, RFC 2018). Their form is the spec's. */
import { longWord, setLongWord, word } from '../../bytes/words.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { packet } from '../../protocols/protocols.ts';
import type { Segment } from '../../streams/tcp/segment.ts';
import { optionAt } from '../../streams/tcp/syn-options.ts';
import type { Tcb } from './tcb.ts';

const TCP_HEADER = 20;
const MSS = 2;
const SELECTIVE_PERMITTED = 4;
const SELECTIVE = 5;
const TIMESTAMPS = 8;

/** RFC 9293 §3.7.1: what is sent to an end that named no size; the least that a link must carry, without headers. */
export const DEFAULT_MSS = 536;
export const DEFAULT_MSS6 = 1220;
/** RFC 9293 §3.7.1 and common sense: an end that asks for less has its segments this large all the same. */
const LEAST_MSS = 48;

/** Octets of the time stamps option with two NOPs before it. */
export const STAMP_OCTETS = 12;

type Options = readonly (readonly [string, ...unknown[]])[];

/** Options as they stand behind a header, padded to four octets. */
export const optionOctets = (options: Options): Uint8Array => packet(TCP({ options: options as never })).bytes.slice(TCP_HEADER);

const NO_STAMPS = (): Options => [['NOP'], ['NOP'], ['Timestamp', [0, 0]]];

let stampImage: Uint8Array | undefined;

/** Time stamps: ours, and the other end's latest. @returns where they end */
export function writeStamps(b: Uint8Array, at: number, value: number, echo: number): number {
  stampImage ??= optionOctets(NO_STAMPS());
  b.set(stampImage, at);
  setLongWord(b, at + 4, value);
  setLongWord(b, at + 8, echo);
  return at + STAMP_OCTETS;
}

/** Options of a pure acknowledgement of a connection that has gaps: which octets came ahead of their turn. */
export function selectiveOptions(t: Tcb, stamp: number): Uint8Array {
  const blocks = t.receiving.islands(t.stamps ? 3 : 4);
  return optionOctets([
    ...(t.stamps ? ([['NOP'], ['NOP'], ['Timestamp', [stamp, t.recent]]] as const) : []),
    ['NOP'],
    ['NOP'],
    ['SAck', blocks],
  ]);
}

/** Options of our SYN. `answers`: it answers one that had these abilities. */
export function synOptions(t: Tcb, mss: number, stamp: number, answers: boolean): Uint8Array {
  const { selective, timestamps, windowScaling } = t.settings;
  const options: (readonly [string, ...unknown[]])[] = [['MSS', mss]];
  if (answers ? t.selective : selective) options.push(['SAckOK', '']);
  if (answers ? t.stamps : timestamps) options.push(['Timestamp', [stamp, answers ? t.recent : 0]]);
  if (answers ? t.rcvScale > 0 || t.sendScale > 0 : windowScaling) options.push(['NOP'], ['WScale', t.rcvScale]);
  return optionOctets(options);
}

/** Largest segment that the other end takes; undefined: it did not say. */
export function mssOf(s: Segment): number | undefined {
  const at = optionAt(s, MSS);
  return at < 0 || s.b[at + 1] !== 4 ? undefined : Math.max(LEAST_MSS, word(s.b, at + 2));
}

export const isSelective = (s: Segment): boolean => optionAt(s, SELECTIVE_PERMITTED) >= 0;

/** Place of the time stamps, or -1. */
export function stampsAt(s: Segment): number {
  const options = s.tcp + TCP_HEADER;
  // The layout of RFC 7323 appendix A: nearly always.
  if (s.data >= options + STAMP_OCTETS && longWord(s.b, options) === 0x0101080a) return options + 4;
  const at = s.data < options + 10 ? -1 : optionAt(s, TIMESTAMPS);
  return at < 0 || s.b[at + 1] !== 10 ? -1 : at + 2;
}

/** Tells `range` of each octet range that the other end has ahead of its turn. */
export function eachArrived(s: Segment, range: (from: number, to: number) => void): void {
  const at = optionAt(s, SELECTIVE);
  if (at < 0) return;
  const end = at + (s.b[at + 1] as number);
  for (let o = at + 2; o + 8 <= end; o += 8) range(longWord(s.b, o), longWord(s.b, o + 4));
}
