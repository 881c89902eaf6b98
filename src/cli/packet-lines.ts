/** Packets as lines: what `pkw read` and `pkw dump` print, a list or JSON. */
import { FLAG_CUT, type InterfaceInfo, type PacketBatch } from '../capture/batch.ts';
import { dissectAt, firstLayer, packetAt } from '../capture/dissect-batch.ts';
import { isSelected, type Selection } from '../capture/packet-record.ts';
import type { CaptureFormat } from '../capture/walker.ts';
import { utf8Octets } from '../bytes/text.ts';
import { jsonOf } from '../packet/display/json.ts';
import { objectOf, type PacketObject } from '../packet/object/packet-object.ts';
import type { Registry } from '../packet/chain/registry.ts';
import type { Session } from '../packet/object/session.ts';
import { protocols } from '../protocols/protocols.ts';
import { packetRow, rowLine } from '../text/packet-row.ts';
import { type FrameRow, hasTime } from '../text/tshark/frame-fields.ts';
import type { CommandIo, OptionSpec } from './command.ts';
import type { Pace } from './pace.ts';

/** What is printed: first `head`, then a line a packet. */
export interface PacketLines {
  readonly head: string;
  /** Packets are to have their `meta`. */
  readonly meta: boolean;
  /** What the lines hold may go to a terminal as it is. */
  readonly verbatim?: boolean;
  /** Sees every batch before its lines, whatever is selected of it. */
  readonly begin?: (batch: PacketBatch) => void;
  line(p: PacketObject, row: FrameRow): string;
}

/** Where batches come from: as much of it as printing needs. `format` only where it is a file. */
export interface PrintedCapture {
  readonly interfaces: readonly InterfaceInfo[];
  readonly format?: CaptureFormat;
}

/**
 * Number, seconds since the capture's first packet that has a time (listed or not), addresses, protocol, length, information.
 * @param numbers ports and protocols as numbers
 */
export function listLines({ numbers = false }: { readonly numbers?: boolean | undefined } = {}): PacketLines {
  let first: { sec: number; nsec: number } | undefined;
  const seconds = ({ batch, i }: FrameRow): string => {
    if (first === undefined || !hasTime(batch, i)) return '';
    const sec = batch.sec[i] as number,
      nsec = batch.nsec[i] as number;
    return (sec - first.sec + (nsec - first.nsec) / 1e9).toFixed(6);
  };
  return {
    head: '',
    meta: false,
    begin(batch) {
      for (let i = 0; first === undefined && i < batch.n; i++)
        if (hasTime(batch, i)) first = { sec: batch.sec[i] as number, nsec: batch.nsec[i] as number };
    },
    line: (p, row) => rowLine(row.number, seconds(row), row.batch.wire[row.i] as number, packetRow(p, { numbers })),
  };
}

/** One object a line, as docs/json.md describes it: what `packet.json()` gives, the packet's number, and the keys of `more`. */
export const jsonLinesWith = (more: () => object): PacketLines => ({
  head: '',
  meta: true,
  line: (p, { number }) => {
    const { schema, ...rest } = jsonOf(p);
    // Without jsonText(): who writes the line escapes the controls in it (guarded-terminal.ts).
    return JSON.stringify({ schema, number, ...rest, ...more() });
  },
});

export const jsonLines: PacketLines = jsonLinesWith(() => ({}));

/** For commands that list packets. */
export const numericOption: OptionSpec = {
  flags: '-n, --numeric',
  help: 'show ports and protocols as numbers: 443, not https. Addresses are never resolved to names: that would send queries',
};

/** Which packets of a batch are printed, and how they are read. */
export interface PrintOptions {
  readonly pace: Pace;
  readonly selection?: Selection | undefined;
  readonly session?: Session | undefined;
  readonly registry?: Registry;
}

/**
 * Prints the selected packets of one batch.
 * @param before how many packets the capture had before this batch
 * @returns false when the end was asked for, or nobody reads any more
 */
export async function printBatch(
  lines: PacketLines,
  batch: PacketBatch,
  before: number,
  capture: PrintedCapture,
  io: CommandIo,
  { pace, selection, session, registry = protocols }: PrintOptions,
): Promise<boolean> {
  const { interfaces } = capture;
  lines.begin?.(batch);
  const numbered = capture.format === 'pcapng';
  for (let i = 0; i < batch.n; i++) {
    if (!isSelected(selection, i)) continue;
    const iface = interfaces[batch.iface[i] as number];
    const linkType = iface?.linkType ?? 1;
    // What was cut can only be told with the length that it had.
    const meta = lines.meta || ((batch.flags[i] as number) & FLAG_CUT) !== 0;
    const alone = meta ? packetAt(batch, i, interfaces, registry) : dissectAt(batch, i, firstLayer(registry, linkType), registry);
    const p = objectOf(session === undefined ? alone : session.read(alone));
    const line = `${lines.line(p, { batch, i, number: before + i + 1, linkType, numbered, iface })}\n`;
    const more = io.write(lines.verbatim ? utf8Octets(line) : line);
    if (!(typeof more === 'boolean' ? more : await more)) return false;
    const turn = pace.step();
    if (turn !== undefined) await turn;
    if (io.signal.aborted) return false;
  }
  return true;
}

/** The first `n` of a batch; undefined for all of it. */
export const firstOf = (batch: PacketBatch, n: number): Selection | undefined => (n < batch.n ? (i) => i < n : undefined);
