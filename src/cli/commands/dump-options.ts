/** The options of `pkw dump`: tcpdump's letters and long names. */
import { WHOLE } from '../../filter/bpf/program/program.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { linkTypeByName } from '../../capture/link-types.ts';
import type { LinkOptions, TimestampSource } from '../../host/host.ts';
import type { CommonOptions, OptionSpec } from '../command.ts';
import { type InputOptions, inputOptions } from '../open-input.ts';
import { numericOption } from '../packet-lines.ts';
import { wholeNumber } from '../whole-number.ts';

export interface DumpOptions extends CommonOptions, InputOptions {
  readonly read?: string;
  readonly w?: string;
  readonly pcapng?: boolean;
  readonly nano?: boolean;
  readonly micro?: boolean;
  readonly print?: boolean;
  readonly c?: number;
  readonly snapshotLength?: number;
  /** False with -p. */
  readonly promiscuousMode?: boolean;
  readonly direction?: LinkOptions['direction'];
  readonly bufferSize?: number;
  readonly linktype?: number;
  readonly timeStampType?: TimestampSource;
  readonly immediateMode?: boolean;
  readonly listInterfaces?: boolean;
  readonly listDataLinkTypes?: boolean;
  readonly listTimeStampTypes?: boolean;
  readonly numeric?: boolean;
  /** How often -d was given. */
  readonly d?: number;
}

const DIRECTIONS: Readonly<Record<string, NonNullable<LinkOptions['direction']>>> = { in: 'in', out: 'out', inout: 'both' };
/** tcpdump's names for whose clock stamps; a host that has it not says so itself. */
const TIMESTAMPS: Readonly<Record<string, TimestampSource>> = {
  host: 'host',
  adapter: 'adapter',
  adapter_unsynced: 'adapter-unsynced',
  'adapter-unsynced': 'adapter-unsynced',
};

/** The meaning of a word, of a few. @throws ERR_USAGE */
function oneOf<T>(flag: string, meanings: Readonly<Record<string, T>>): (text: string) => T {
  return (text) => {
    const meaning = Object.hasOwn(meanings, text) ? meanings[text] : undefined;
    if (meaning !== undefined) return meaning;
    throw new PacketwrightError('ERR_USAGE', `${flag} ${text}: expected one of ${Object.keys(meanings).join(', ')}`, { value: text });
  };
}

function parseLinkType(text: string): number {
  const found = linkTypeByName(text);
  if (found !== undefined) return found.number;
  throw new PacketwrightError('ERR_USAGE', `-y ${text}: no link type has that name`, { remedy: '-L lists those of an interface' });
}

/** -s 0 is all of a packet, as it always was with tcpdump. */
const parseSnaplen = (text: string): number => wholeNumber('-s', 'octets', 0)(text) || WHOLE;

export const dumpOptions: readonly OptionSpec[] = [
  { flags: '-r, --read <file>', help: 'read packets from a capture instead of an interface; - is standard input' },
  ...inputOptions,
  {
    flags: '-w <file>',
    help: 'write packets to a file instead of listing them, compressed if its name ends in .gz or .zst; - is standard output',
  },
  { flags: '--pcapng', help: 'with -w: write pcapng; the default is pcap, or pcapng if the name ends in .pcapng' },
  { flags: '--nano', help: 'with -w: write nanoseconds to pcap; pcapng always has them' },
  { flags: '--micro', help: 'with -w: write microseconds to pcap; this is the default' },
  { flags: '--print', help: 'with -w: list the packets as well' },
  { flags: '-c <n>', help: 'stop after N packets', parse: wholeNumber('-c', 'packets') },
  {
    flags: '-s, --snapshot-length <octets>',
    help: 'keep at most this many octets of each packet from an interface; 0 means 262144, the default',
    parse: parseSnaplen,
  },
  { flags: '-p, --no-promiscuous-mode', help: 'do not switch to promiscuous mode: take only packets for this host' },
  { flags: '-Q, --direction <way>', help: 'take packets in this direction: in, out or inout', parse: oneOf('-Q', DIRECTIONS) },
  { flags: '-B, --buffer-size <kib>', help: "size of the kernel's buffer in KiB", parse: wholeNumber('-B', 'KiB') },
  { flags: '-y, --linktype <name>', help: 'use this link type; -L lists the link types', parse: parseLinkType },
  { flags: '-L, --list-data-link-types', help: 'list the link types of the interface' },
  { flags: '-j, --time-stamp-type <name>', help: 'take time stamps from this clock; -J lists the clocks', parse: oneOf('-j', TIMESTAMPS) },
  { flags: '-J, --list-time-stamp-types', help: 'list the clocks that can stamp packets of the interface' },
  { flags: '-D, --list-interfaces', help: 'list the interfaces; -i takes a name or a number from this list' },
  { flags: '-d', help: 'print the compiled filter; -dd as C, -ddd as numbers', parse: (_, before) => (before as number) + 1, default: 0 },
  { flags: '--immediate-mode', help: 'deliver each packet at once instead of up to 1 ms later' },
  { flags: '-Z, --user <name>', help: 'become that user (NAME or NAME:GROUP) once the interface is open; that user will own the file' },
  numericOption,
  { flags: '-l', help: 'print each line at once; this is always on' },
  { flags: '-U, --packet-buffered', help: 'write each packet at once; this is always on' },
];

/** How the interface is opened. */
export function linkOptionsOf(o: DumpOptions): LinkOptions {
  return {
    promiscuous: o.promiscuousMode !== false,
    ...(o.snapshotLength !== undefined && { snaplen: o.snapshotLength }),
    ...(o.direction !== undefined && { direction: o.direction }),
    ...(o.bufferSize !== undefined && { bufferSize: o.bufferSize * 1024 }),
    ...(o.linktype !== undefined && { linkType: o.linktype }),
    ...(o.timeStampType !== undefined && { timestamps: o.timeStampType }),
    ...(o.immediateMode === true && { immediate: true }),
  };
}

/** @throws ERR_USAGE for options that contradict each other */
export function checkDumpOptions(o: DumpOptions): void {
  const isWritten = o.w !== undefined;
  const clash = (what: string, remedy: string): never => {
    throw new PacketwrightError('ERR_USAGE', what, { remedy });
  };
  if (o.read !== undefined && o.interface !== undefined) clash('-r and -i cannot be used together', 'leave one of them out');
  for (const [flag, given] of [
    ['--pcapng', o.pcapng],
    ['--nano', o.nano],
    ['--micro', o.micro],
    ['--print', o.print],
  ] as const)
    if (given && !isWritten) clash(`${flag} needs -w FILE`, 'name the file, or - for standard output');
  if (o.nano && o.micro) clash('--nano and --micro cannot be used together', 'leave one of them out');
  if (isWritten && o.json && !o.print) clash('--json lists packets and -w writes them', 'add --print for both');
  if (o.w === '-' && o.print) clash('-w - and --print both want standard output', 'write to a file');
}
