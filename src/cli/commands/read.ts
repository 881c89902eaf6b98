/** `pkw read FILE`: what is in a capture, as a list, as fields, or as JSON. Follows tshark. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { FLAG_CUT, type PacketBatch } from '../../capture/batch.ts';
import { dissectAt, firstLayer, packetAt } from '../../capture/dissect-batch.ts';
import { openCapture } from '../../capture/node/open-capture.ts';
import type { CaptureSource } from '../../capture/read-capture.ts';
import { packetJson } from '../../packet/display/json.ts';
import { objectOf, type PacketObject } from '../../packet/packet-object.ts';
import { protocols } from '../../protocols/protocols.ts';
import { packetRow, rowLine } from '../../text/packet-row.ts';
import { FieldLines, parseFieldLineOption, usualFieldLines } from '../../text/tshark/field-lines.ts';
import { type FrameRow, hasTime } from '../../text/tshark/frame-fields.ts';
import type { Args, Command, CommandIo } from '../command.ts';

/** What is printed: first `head`, then a line a packet. */
interface Printer {
  readonly head: string;
  /** Packets are to have their `meta`. */
  readonly meta: boolean;
  line(p: PacketObject, row: FrameRow): string;
}

interface ReadOptions {
  readonly read?: string;
  readonly count?: number;
  readonly format?: string;
  readonly field?: readonly string[];
  readonly separate?: readonly string[];
  readonly json?: boolean;
}

/** `-c 10`: a whole number above 0. */
function parseCount(text: string): number {
  const n = Number(text);
  if (!/^\d+$/.test(text) || n < 1)
    throw new PacketwrightError('ERR_USAGE', `-c ${text}: expected a whole number of packets, 1 or more`, { value: text });
  return n;
}

const gather = (text: string, before: unknown): readonly string[] => [...((before as readonly string[] | undefined) ?? []), text];

function printerOf(o: ReadOptions, io: CommandIo): Printer {
  const { field = [], separate = [] } = o;
  if (o.json && o.format !== undefined)
    throw new PacketwrightError('ERR_USAGE', `--json and -T ${o.format} exclude each other`, { remedy: 'leave one of them out' });
  if (o.format !== 'fields' && field.length > 0)
    throw new PacketwrightError('ERR_USAGE', '-e needs -T fields', { remedy: 'add -T fields' });
  if (o.format !== 'fields' && separate.length > 0)
    throw new PacketwrightError('ERR_USAGE', '-E needs -T fields', { remedy: 'add -T fields' });
  if (o.json) return { head: '', meta: true, line: jsonLine };
  if (o.format !== 'fields') return listPrinter();
  if (field.length === 0)
    throw new PacketwrightError('ERR_USAGE', '-T fields needs at least one -e FIELD', {
      remedy: 'for example: -e ip.src -e tcp.dstport',
    });
  const form = { ...usualFieldLines };
  for (const word of separate) Object.assign(form, parseFieldLineOption(word));
  const lines = new FieldLines(protocols, field, form);
  const complaint = lines.complaint(protocols);
  if (complaint !== undefined) io.warn(`pkw read: ${complaint}`);
  return { head: lines.head(), meta: false, line: (p, row) => lines.line(p, row) };
}

/** Times count from the first packet that has one. */
function listPrinter(): Printer {
  let first: { sec: number; nsec: number } | undefined;
  const seconds = ({ batch, i }: FrameRow): string => {
    if (!hasTime(batch, i)) return '';
    const sec = batch.sec[i] as number,
      nsec = batch.nsec[i] as number;
    first ??= { sec, nsec };
    return (sec - first.sec + (nsec - first.nsec) / 1e9).toFixed(6);
  };
  return {
    head: '',
    meta: false,
    line: (p, row) => rowLine(row.number, seconds(row), row.batch.wire[row.i] as number, packetRow(p)),
  };
}

/** One object a line, as docs/json.md describes it: what `packet.json()` gives, and the packet's number. */
function jsonLine(p: PacketObject, { number }: FrameRow): string {
  const { schema, ...rest } = packetJson(p);
  return JSON.stringify({ schema, number, ...rest });
}

type Capture = Pick<CaptureSource<never>, 'interfaces' | 'format'>;

/** Prints the packets of one batch, at most `most`; false when no more are wanted. */
async function printBatch(
  batch: PacketBatch,
  before: number,
  most: number,
  capture: Capture,
  print: Printer,
  io: CommandIo,
): Promise<boolean> {
  const { interfaces } = capture;
  const numbered = capture.format === 'pcapng';
  const n = Math.min(batch.n, most);
  for (let i = 0; i < n; i++) {
    const linkType = interfaces[batch.iface[i] as number]?.linkType ?? 1;
    // What was cut can only be told with the length that it had.
    const meta = print.meta || ((batch.flags[i] as number) & FLAG_CUT) !== 0;
    const p = objectOf(meta ? packetAt(batch, i, interfaces, protocols) : dissectAt(batch, i, firstLayer(protocols, linkType), protocols));
    const more = io.write(`${print.line(p, { batch, i, number: before + i + 1, linkType, numbered })}\n`);
    if (!(typeof more === 'boolean' ? more : await more) || io.signal.aborted) return false;
  }
  return n < most;
}

function captureOf(o: ReadOptions, [operand]: readonly string[]): string {
  const file = o.read ?? operand;
  if (file === undefined)
    throw new PacketwrightError('ERR_USAGE', 'FILE is missing', { remedy: 'give a capture, or - for standard input; see: pkw help read' });
  if (o.read !== undefined && operand !== undefined)
    throw new PacketwrightError('ERR_USAGE', `'${operand}' is one operand too many: -r names the capture`, { value: operand });
  return file;
}

async function run(args: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = args.options as ReadOptions;
  const file = captureOf(o, args.operands);
  const print = printerOf(o, io);
  const capture = await openCapture(file === '-' ? io.stdin : file, { sync: true, name: file === '-' ? 'standard input' : file });
  const count = o.count ?? Number.POSITIVE_INFINITY;
  let number = 0;
  try {
    if (print.head !== '' && !(await io.write(print.head))) return 0;
    for await (const batch of capture.batches({ signal: io.signal })) {
      if (!(await printBatch(batch, number, count - number, capture, print, io))) break;
      number += batch.n;
    }
  } finally {
    await capture.close();
  }
  return 0;
}

export const read: Command = {
  name: 'read',
  follows: 'tshark',
  summary: 'what is in a capture: a list, fields, or JSON',
  operands: '[FILE]',
  options: [
    { flags: '-r, --read <file>', help: 'the capture, as an option (tshark spells it so); - is standard input' },
    { flags: '-c, --count <n>', help: 'stop after so many packets', parse: parseCount },
    { flags: '-T, --format <form>', help: 'fields: the fields given with -e, a line a packet', choices: ['fields', 'text'] },
    {
      flags: '-e, --field <name>',
      help: "a field for -T fields, by Wireshark's name or ours (tcp.dstport, TCP.dport); may be repeated",
      parse: gather,
    },
    {
      flags: '-E, --separate <word>',
      help: 'how fields are printed: header=y|n separator=/t|/s|CHAR occurrence=f|l|a aggregator=,|/s|CHAR quote=d|s|n bom=y|n',
      parse: gather,
    },
    { flags: '-n, --numeric', help: 'no names for numbers: so it is anyway' },
    { flags: '--stateless', help: 'every packet on its own, nothing put together from several: so it is anyway' },
  ],
  examples: [
    'pkw read capture.pcapng -c 10',
    'pkw read capture.pcap -T fields -e frame.number -e ip.src -e tcp.dstport',
    'pkw read capture.pcap.gz --json',
  ],
  run,
};
