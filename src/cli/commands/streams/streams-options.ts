/** The options of `pkw streams`: tcpflow's letters where they mean the same. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { CommonOptions, OptionSpec } from '../../command.ts';
import { inputOptions, type InputOptions } from '../../open-input.ts';
import { wholeNumber } from '../../whole-number.ts';

export const FOLLOW_FORMS = ['ascii', 'hex', 'raw'] as const;
export type FollowForm = (typeof FOLLOW_FORMS)[number];

export interface StreamsOptions extends CommonOptions, InputOptions {
  readonly read?: string;
  readonly d?: string;
  readonly output?: string;
  readonly holes?: boolean;
  readonly http?: boolean;
  readonly follow?: number;
  readonly as?: FollowForm;
  readonly packets?: number;
  readonly promiscuousMode?: boolean;
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
  { flags: '--http', help: 'with -o: write the bodies of HTTP into files there, decoded, with their names, instead of both sides' },
  {
    flags: '--follow <n>',
    help: 'print what both sides of that connection send, counted from 0, as tshark -q -z follow,tcp does',
    parse: wholeNumber('--follow', 'number'),
  },
  { flags: '--as <form>', help: 'with --follow: how it is printed (default: ascii)', choices: FOLLOW_FORMS },
  { flags: '-n, --packets <n>', help: 'end after so many packets', parse: wholeNumber('-n', 'packets') },
  { flags: '-p, --no-promiscuous-mode', help: 'do not switch to promiscuous mode' },
];

/** @throws ERR_USAGE for options that contradict each other */
export function checkStreamsOptions(o: StreamsOptions): void {
  const wrong = (what: string, remedy: string): never => {
    throw new PacketwrightError('ERR_USAGE', what, { remedy });
  };
  if (o.read !== undefined && (o.interface ?? o.d) !== undefined) wrong('-r and -i cannot be used together', 'leave one of them out');
  if (o.interface !== undefined && o.d !== undefined) wrong('-i and -d cannot be used together', 'leave one of them out');
  for (const [name, given] of [
    ['--holes', o.holes],
    ['--http', o.http],
  ] as const)
    if (given && o.output === undefined) wrong(`${name} needs -o FOLDER`, 'name the folder');
  if (o.holes && o.http) wrong('--holes and --http cannot be used together', 'leave one of them out');
  if (o.as !== undefined && o.follow === undefined) wrong('--as needs --follow N', 'say which connection');
  if (o.follow !== undefined && o.output !== undefined) wrong('--follow and -o cannot be used together', 'leave one of them out');
  if (o.follow !== undefined && o.json) wrong('--follow and --json cannot be used together', 'leave one of them out');
}
