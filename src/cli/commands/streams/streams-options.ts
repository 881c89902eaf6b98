/** The options of `pkw streams`: tcpflow's letters where they mean the same. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { CommonOptions, OptionSpec } from '../../command.ts';
import { inputOptions, type InputOptions } from '../../open-input.ts';
import { believeOption } from './followed-stats.ts';
import { FOLLOW_FORMS, type FollowForm } from './follow-text.ts';
import { wholeNumber } from '../../whole-number.ts';

export interface StreamsOptions extends CommonOptions, InputOptions {
  readonly read?: string;
  readonly d?: string;
  readonly output?: string;
  readonly holes?: boolean;
  readonly http?: string;
  readonly follow?: number;
  readonly as?: FollowForm;
  readonly packets?: number;
  readonly promiscuousMode?: boolean;
  readonly checksum?: boolean;
}

export const streamsOptions: readonly OptionSpec[] = [
  { flags: '-r, --read <file>', help: 'read packets from a capture instead of an interface; - is standard input' },
  ...inputOptions,
  { flags: '-d <name>', help: 'the interface, as -i' },
  {
    flags: '-o, --output <folder>',
    help: "write what each side sends into a file there, with tcpflow's names; a name that is taken gets c1, c2, ... behind it",
  },
  {
    flags: '--holes',
    help: 'with -o: leave a hole of zeros where octets are missing, as tcpflow does; without it the next ones follow, and --json tells where they are missing',
  },
  {
    flags: '--http <folder>',
    help: 'write what HTTP requests and responses carry into files there, decoded, named by what was asked for as tshark --export-objects names them; --json tells what each is',
  },
  {
    flags: '--follow <n>',
    help: 'print what both sides of connection n say, in turns, as tshark -z follow,tcp does; connections are counted from 0 as they begin (--json tells the numbers; tshark counts also those of which there are only acknowledgements)',
    parse: wholeNumber('--follow', 'connections', 0),
  },
  { flags: '--as <form>', help: 'with --follow: as text, as octets beside text, or as hexadecimal digits', choices: FOLLOW_FORMS },
  { flags: '-n, --packets <n>', help: 'end after so many packets', parse: wholeNumber('-n', 'packets') },
  { flags: '-p, --no-promiscuous-mode', help: 'do not switch to promiscuous mode' },
  believeOption,
];

/** @throws ERR_USAGE for options that contradict each other */
export function checkStreamsOptions(o: StreamsOptions): void {
  const wrong = (what: string, remedy: string): never => {
    throw new PacketwrightError('ERR_USAGE', what, { remedy });
  };
  if (o.read !== undefined && (o.interface ?? o.d) !== undefined) wrong('-r and -i cannot be used together', 'leave one of them out');
  if (o.interface !== undefined && o.d !== undefined) wrong('-i and -d cannot be used together', 'leave one of them out');
  if (o.as !== undefined && o.follow === undefined) wrong('--as needs --follow N', 'say which connection');
  if (o.follow !== undefined && (o.json === true || o.output !== undefined || o.http !== undefined))
    wrong('--follow cannot be used with --json, -o or --http', 'leave one of them out');
  if (o.holes && o.output === undefined) wrong('--holes needs -o FOLDER', 'name the folder');
}
