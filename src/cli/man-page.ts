/** Man pages, made from what a command says of itself. */
import { Option } from 'commander';
import type { Command, CommandEntry } from './command.ts';
import { LAB, optionsOf } from './common-options.ts';
import { version } from '../bytes/version.ts';

/** roff's own characters taken as text. A dash is a minus sign, so that options can be copied. */
const roff = (text: string): string =>
  text
    .replace(/\\/g, '\\e')
    .replace(/-/g, '\\-')
    .replace(/^([.'])/gm, '\\&$1');

const header = (title: string): string => `.TH ${roff(title.toUpperCase())} 1 "" "packetwright ${version}" "Packetwright"\n`;
const section = (title: string, body: string): string => `.SH ${title}\n${body}\n`;
const item = (term: string, text: string): string => `.TP\n${term}\n${roff(text)}`;

const EXIT_STATUS = section(
  'EXIT STATUS',
  [
    item('0', 'Success. Also when the reader of the output closed the pipe.'),
    item('1', 'Failure. One line on standard error says what went wrong and what helps.'),
    item('2', 'The command line was wrong.'),
    item('130', 'Stopped by Ctrl-C, after printing what there was (143: by SIGTERM).'),
  ].join('\n'),
);
const ENVIRONMENT = section(
  'ENVIRONMENT',
  [item('NO_COLOR', 'No colours.'), item('PKW_DEBUG', 'Show where an internal error happened.')].join('\n'),
);

export function manPage(command: Command): string {
  const { own, common } = optionsOf(command);
  const follows = command.follows === undefined ? '' : `\nOptions and output follow ${command.follows}.`;
  return [
    header(`pkw-${command.name}`),
    section('NAME', `pkw\\-${roff(command.name)} \\- ${roff(command.summary)}`),
    section('SYNOPSIS', `\\fBpkw ${roff(command.name)}\\fR [\\fIoptions\\fR] ${roff(command.operands ?? '')}`),
    section('DESCRIPTION', roff(`${command.summary[0]?.toUpperCase()}${command.summary.slice(1)}.${follows}`)),
    own.length > 0 ? section('OPTIONS', own.map(optionItem).join('\n')) : '',
    section('COMMON OPTIONS', [...common, new Option('-h, --help', 'show the options and examples')].map(optionItem).join('\n')),
    command.examples === undefined ? '' : section('EXAMPLES', `.nf\n${command.examples.map(roff).join('\n')}\n.fi`),
    EXIT_STATUS,
    ENVIRONMENT,
    section('SEE ALSO', '\\fBpkw\\fR(1)'),
  ].join('');
}

export function overviewManPage(commands: readonly CommandEntry[]): string {
  return [
    header('pkw'),
    section('NAME', 'pkw \\- craft, send, sniff, dissect and drive packets'),
    section('SYNOPSIS', '\\fBpkw\\fR \\fICOMMAND\\fR [\\fIoptions\\fR] [\\fIoperands\\fR]'),
    section('COMMANDS', commands.map(({ name, summary }) => item(`\\fBpkw ${roff(name)}\\fR`, summary)).join('\n')),
    EXIT_STATUS,
    ENVIRONMENT,
  ].join('');
}

function optionItem(option: Option): string {
  const flags = option.flags.replace(`--${LAB} <name>`, `--${LAB}[=name]`);
  const words = flags
    .split(/(<[^>]*>)/)
    .map((part) => (part.startsWith('<') ? `\\fI${roff(part.slice(1, -1).toUpperCase())}\\fR` : `\\fB${roff(part)}\\fR`));
  const choices = option.argChoices === undefined ? '' : ` (${option.argChoices.join(', ')})`;
  return item(words.join(''), `${option.description}${choices}`);
}
