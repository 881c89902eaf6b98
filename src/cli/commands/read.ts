/** `pkw read FILE`: what is in a capture, as a list, as trees, as fields, or as JSON. Follows tshark. */
import { gather } from '../gather.ts';
import { printable } from '../../bytes/escape.ts';
import { utf8Octets } from '../../bytes/text.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import type { Registry } from '../../packet/chain/registry.ts';
import { Session } from '../../packet/object/session.ts';
import { protocols } from '../../protocols/protocols.ts';
import { FieldLines, parseFieldLineOption, usualFieldLines } from '../../text/tshark/field-lines.ts';
import type { Args, Command, CommandIo } from '../command.ts';
import { decodeAsBinding } from '../decode-as.ts';
import { type HexdumpInputOptions, hexdumpInputOptions, hexdumpOf, type InputOptions, inputOptions, openInput } from '../open-input.ts';
import { firstOf, jsonLines, listLines, numericOption, type PacketLines, printBatch } from '../packet-lines.ts';
import { Pace } from '../pace.ts';
import { layersNamed, treeLines, withHexdump } from '../tree-lines.ts';
import { wholeNumber } from '../whole-number.ts';
import { FollowedState } from './read-state.ts';

interface ReadOptions extends InputOptions, HexdumpInputOptions {
  readonly read?: string;
  readonly count?: number;
  readonly format?: string;
  readonly field?: readonly string[];
  readonly separate?: readonly string[];
  readonly json?: boolean;
  readonly decodeAs?: readonly string[];
  readonly numeric?: boolean;
  readonly stateless?: boolean;
  readonly followState?: boolean;
  readonly tree?: boolean;
  readonly only?: readonly string[];
  readonly octets?: boolean;
  readonly hexdump?: boolean;
}

/** The list, or trees; with octets where they are asked for. */
function textLines(o: ReadOptions, registry: Registry): PacketLines {
  const isTree = o.tree === true || o.only !== undefined;
  const only = o.only?.flatMap((text) => text.split(',')).filter((word) => word !== '');
  if (o.octets && !isTree) throw new PacketwrightError('ERR_USAGE', '--octets needs -V', { remedy: 'add -V; -x prints all octets' });
  const lines = isTree ? treeLines({ octets: o.octets, whole: only && layersNamed(registry, only) }) : listLines({ numbers: o.numeric });
  return o.hexdump ? withHexdump(lines) : lines;
}

/** Options of the text that JSON and fields do not have. */
function refuseTextOptions(o: ReadOptions, form: string): void {
  const given = [
    ['-V', o.tree],
    ['-O', o.only],
    ['-x', o.hexdump],
    ['--octets', o.octets],
  ].find(([, value]) => value !== undefined)?.[0];
  if (given !== undefined)
    throw new PacketwrightError('ERR_USAGE', `${String(given)} and ${form} cannot be used together`, { remedy: 'leave one of them out' });
}

function linesOf(o: ReadOptions, registry: Registry, io: CommandIo): PacketLines {
  const { field = [], separate = [] } = o;
  if (o.json && o.format !== undefined && o.format !== 'json')
    throw new PacketwrightError('ERR_USAGE', `--json and -T ${o.format} cannot be used together`, { remedy: 'leave one of them out' });
  if (o.format !== 'fields' && field.length > 0)
    throw new PacketwrightError('ERR_USAGE', '-e needs -T fields', { remedy: 'add -T fields' });
  if (o.format !== 'fields' && separate.length > 0)
    throw new PacketwrightError('ERR_USAGE', '-E needs -T fields', { remedy: 'add -T fields' });
  if (o.json || o.format === 'json') {
    refuseTextOptions(o, '--json');
    return jsonLines;
  }
  if (o.format !== 'fields') return textLines(o, registry);
  refuseTextOptions(o, '-T fields');
  if (field.length === 0)
    throw new PacketwrightError('ERR_USAGE', '-T fields needs at least one -e FIELD', {
      remedy: 'for example: -e ip.src -e tcp.dstport',
    });
  const form = { ...usualFieldLines };
  for (const word of separate) Object.assign(form, parseFieldLineOption(word));
  const lines = new FieldLines(registry, field, form);
  const complaint = lines.complaint(registry);
  if (complaint !== undefined) io.warn(`pkw read: ${complaint}`);
  // Its values are made printable one by one: separators are the user's.
  const verbatim = printable(form.separator + form.aggregator) !== form.separator + form.aggregator;
  return { head: lines.head(), meta: false, verbatim, line: (p, row) => lines.line(p, row) };
}

function captureOf(o: ReadOptions, [operand]: readonly string[]): string {
  const file = o.read ?? operand;
  if (file === undefined)
    throw new PacketwrightError('ERR_USAGE', 'FILE is missing', { remedy: 'give a capture, or - for standard input; see: pkw help read' });
  if (o.read !== undefined && operand !== undefined)
    throw new PacketwrightError('ERR_USAGE', `'${operand}' is one operand too many: -r names the capture`, { value: operand });
  return file;
}

function followedState(o: ReadOptions, lines: PacketLines): FollowedState | undefined {
  if (!o.followState) return undefined;
  const other = o.stateless ? '--stateless' : o.format === 'fields' ? '-T fields' : undefined;
  if (other !== undefined)
    throw new PacketwrightError('ERR_USAGE', `--follow-state and ${other} cannot be used together`, { remedy: 'leave one of them out' });
  return new FollowedState(lines);
}

/** Any text may stand between the packets of a dump; a text without one was probably no dump, or its offsets are others. */
function noDump(file: string): PacketwrightError {
  const name = file === '-' ? 'standard input' : file;
  return new PacketwrightError('ERR_FILE', `${name}: no packet in this text: no line is offset 0 with octets behind it`, {
    file,
    remedy: 'a packet begins as 0000 45 00 00 14; --offsets says how offsets are written',
  });
}

async function run(args: Args, io: CommandIo): Promise<0 | 1 | 2> {
  const o = args.options as ReadOptions;
  const file = captureOf(o, args.operands);
  const registry = (o.decodeAs ?? []).reduce((all, text) => all.with(decodeAsBinding(protocols, text)), protocols);
  const plain = linesOf(o, registry, io);
  const followed = followedState(o, plain);
  const lines = followed?.lines ?? plain;
  const pace = new Pace(io);
  const capture = await openInput(
    file,
    io,
    pace,
    o,
    hexdumpOf(o, (line) => io.warn(`pkw read: ${line}`)),
  );
  const session = followed?.session ?? (o.stateless ? undefined : new Session());
  const count = o.count ?? Number.POSITIVE_INFINITY;
  let number = 0;
  try {
    if (lines.head !== '' && !(await io.write(utf8Octets(lines.head)))) return 0; // a byte order mark stays one
    for await (const batch of capture.batches({ signal: io.signal })) {
      pace.took(batch);
      const selection = firstOf(batch, count - number);
      if (!(await printBatch(lines, batch, number, capture, io, { pace, selection, session, registry }))) break;
      number += batch.n;
      if (number >= count) break;
    }
    if (o.fromHexdump && number === 0 && !io.signal.aborted) throw noDump(file);
    if (followed !== undefined && !io.signal.aborted) await io.write(followed.end());
  } finally {
    await capture.close();
  }
  return 0;
}

export const read: Command = {
  name: 'read',
  follows: 'tshark',
  summary: 'show what is in a capture: a list, all fields, chosen fields, or JSON',
  operands: '[FILE]',
  common: ['json'],
  options: [
    { flags: '-r, --read <file>', help: 'read this capture, as with tshark; - is standard input' },
    { flags: '-c, --count <n>', help: 'stop after N packets', parse: wholeNumber('-c', 'packets') },
    { flags: '-V, --tree', help: 'show every field of each packet, with what it means' },
    {
      flags: '-O, --only <protocols>',
      help: 'as -V, but with one line for each layer that is not named: -O tcp,dns. May be repeated',
      parse: gather,
    },
    { flags: '--octets', help: 'with -V or -O: before each line, where its octets begin in the packet, and the first eight of them' },
    { flags: '-x, --hexdump', help: 'after each packet, its octets in hexadecimal and ASCII' },
    {
      flags: '-T, --format <form>',
      help: 'fields: print one line per packet with the fields of -e; text: the list; json: as --json',
      choices: ['fields', 'text', 'json'],
    },
    {
      flags: '-e, --field <name>',
      help: 'a field for -T fields, by its Wireshark name or ours (tcp.dstport, TCP.dport); may be repeated; pkw fields lists the names',
      parse: gather,
    },
    {
      flags: '-E, --separate <word>',
      help: 'how fields are printed: header=y|n separator=/t|/s|CHAR occurrence=f|l|a aggregator=,|/s|CHAR quote=d|s|n bom=y|n',
      parse: gather,
    },
    {
      flags: '-d, --decode-as <rule>',
      help: 'decode a port or other number as a protocol: tcp.port==8080,http; may be repeated. Packets that do not look like that protocol are not affected',
      parse: gather,
    },
    ...inputOptions,
    ...hexdumpInputOptions,
    numericOption,
    {
      flags: '--follow-state',
      help: 'below each packet, what it tells about later ones (templates, ports, conversations); at the end, how much is known and was dropped',
    },
    { flags: '--stateless', help: 'read each packet on its own; use nothing from earlier packets (templates, ports)' },
  ],
  examples: [
    'pkw read capture.pcapng -c 10',
    'pkw read capture.pcap -T fields -e frame.number -e ip.src -e tcp.dstport',
    'pkw read capture.pcap.gz --json',
    'pkw read capture.pcap -V --octets -c 1',
    'pkw read capture.pcap -d udp.port==5300,dns',
    'pkw read capture.pcap --follow-state',
    'pkw read --from-hexdump dump.txt',
  ],
  run,
};
