/** `pkw read FILE`: what is in a capture, as a list, as fields, or as JSON. Follows tshark. */
import { PacketwrightError } from '../../bytes/errors.ts';
import { openCapture } from '../../capture/node/open-capture.ts';
import { dissectAt, firstLayer } from '../../capture/dissect-batch.ts';
import type { PacketBatch } from '../../capture/batch.ts';
import type { CaptureSource } from '../../capture/read-capture.ts';
import { objectOf, type PacketObject } from '../../packet/packet-object.ts';
import { protocols } from '../../protocols/protocols.ts';
import { packetRow, rowLine } from '../../text/packet-row.ts';
import { FieldLines, parseFieldLineOption, usualFieldLines } from '../../text/tshark/field-lines.ts';
import { epochText, type FrameRow } from '../../text/tshark/frame-fields.ts';
import type { Args, Command, CommandIo } from '../command.ts';

/** Text of one packet, or of none. */
type Printer = { readonly head: string; line(p: PacketObject, row: FrameRow): string };

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
  if (!Number.isInteger(n) || n < 1)
    throw new PacketwrightError('ERR_USAGE', `-c ${text}: expected a whole number of packets, 1 or more`, { value: text });
  return n;
}

const gather = (text: string, before: unknown): readonly string[] => [...((before as readonly string[] | undefined) ?? []), text];

function printerOf(o: ReadOptions, io: CommandIo): Printer {
  if (o.json) return { head: '', line: jsonLine };
  if ((o.field?.length ?? 0) > 0 && o.format === undefined)
    throw new PacketwrightError('ERR_USAGE', '-e needs -T fields', { remedy: 'add -T fields' });
  if (o.format === 'fields') {
    if ((o.field?.length ?? 0) === 0)
      throw new PacketwrightError('ERR_USAGE', '-T fields needs at least one -e FIELD', {
        remedy: 'for example: -e ip.src -e tcp.dstport',
      });
    const form = { ...usualFieldLines };
    for (const word of o.separate ?? []) Object.assign(form, parseFieldLineOption(word));
    const lines = new FieldLines(protocols, o.field as readonly string[], form);
    const complaint = lines.complaint(protocols);
    if (complaint !== undefined) io.warn(complaint);
    return { head: form.header ? `${lines.header()}\n` : '', line: (p, row) => lines.line(p, row) };
  }
  return listPrinter();
}

function listPrinter(): Printer {
  let first: { sec: number; nsec: number } | undefined;
  return {
    head: '',
    line: (p, { batch, i, number }) => {
      const sec = batch.sec[i] as number,
        nsec = batch.nsec[i] as number;
      first ??= { sec, nsec };
      const seconds = (sec - first.sec + (nsec - first.nsec) / 1e9).toFixed(6);
      return rowLine(number, seconds, batch.wire[i] as number, packetRow(p));
    },
  };
}

/** One object a line; the layers as packet.json() gives them. */
function jsonLine(p: PacketObject, { batch, i, number }: FrameRow): string {
  const head = {
    schema: 1,
    number,
    time: epochText(batch.sec[i] as number, batch.nsec[i] as number),
    captured: batch.captured[i],
    wire: batch.wire[i],
    interface: batch.iface[i],
  };
  return `${JSON.stringify(head).slice(0, -1)},"packet":${p.json()}}`;
}

type Capture = Pick<CaptureSource<never>, 'interfaces' | 'format'>;

/** Prints the packets of one batch, at most `most`; false when no more are wanted. */
async function printBatch(
  batch: PacketBatch,
  before: number,
  most: number,
  { interfaces, format }: Capture,
  print: Printer,
  io: CommandIo,
): Promise<boolean> {
  const n = Math.min(batch.n, most);
  for (let i = 0; i < n; i++) {
    const linkType = interfaces[batch.iface[i] as number]?.linkType ?? 1;
    const p = objectOf(dissectAt(batch, i, firstLayer(protocols, linkType)));
    const more = io.write(`${print.line(p, { batch, i, number: before + i + 1, linkType, numbered: format === 'pcapng' })}\n`);
    if ((typeof more === 'boolean' ? more : await more) === false || io.signal.aborted) return false;
  }
  return n < most;
}

async function run(args: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = args.options as ReadOptions;
  const file = o.read ?? args.operands[0];
  if (file === undefined) throw new PacketwrightError('ERR_USAGE', 'read needs a FILE (or - for standard input)');
  const print = printerOf(o, io);
  const capture = await openCapture(file === '-' ? io.stdin : file, { sync: true });
  const count = o.count ?? Number.POSITIVE_INFINITY;
  let number = 0;
  if (print.head !== '') io.write(print.head);
  try {
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
  operands: 'FILE',
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
      help: 'how fields are printed: header=y|n separator=/t|/s|CHAR occurrence=f|l|a aggregator=CHAR quote=d|s|n',
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
