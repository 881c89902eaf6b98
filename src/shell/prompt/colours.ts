/** Colours of what is printed, as conf.theme says. Text comes in already safe to print. */
import { printable } from '../../bytes/escape.ts';
import { plainTheme } from '../functions/conf/themes.ts';

const RED = '\x1b[31m';
const BOLD = '\x1b[1m';
const BLUE = '\x1b[34m';
const MAGENTA = '\x1b[35m';
const PLAIN = '\x1b[0m';

/** Themes without colours, in our words and scapy's. */
const COLOURLESS: ReadonlySet<string> = new Set(['blackandwhite', 'notheme', 'none', 'plain', 'nocolor']);

export const hasColours = (theme: string): boolean => !COLOURLESS.has(plainTheme(theme));

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what they are
const COLOUR = /(\x1b\[[\d;]*m)/;

/** A text with colours of its own; what else is in it is made safe to print. */
export const safeColours = (text: string): string =>
  text
    .split(COLOUR)
    .map((part, i) => (i % 2 === 1 ? part : printable(part)))
    .join('');

export const errorColoured = (text: string): string => text.replace(/^.+$/gm, `${RED}$&${PLAIN}`);

/** `<IP  frag=0 |<TCP |>>`: names of layers, names of fields. */
export const packetColoured = (text: string): string =>
  text
    .replace(/(?<=(?:^|[|[,( ])<)([A-Z][\w./ -]*?)(?= {2}| \|)/g, `${BOLD}${RED}$1${PLAIN}`)
    .replace(/(?<=[ [<])([a-z_]\w*)=(?=\S)/gi, `${BLUE}$1${PLAIN}=`);

/** What show() prints: `###[ IP ]###`, and a field a line. */
export const shownColoured = (text: string): string =>
  text.includes('###[')
    ? text
        .replace(/###\[ (.*?) \]###/g, `###[ ${BOLD}${RED}$1${PLAIN} ]###`)
        .replace(/^([ |\\]*)(\w+)(\s*)= (.*)$/gm, `$1${BLUE}$2${PLAIN}$3= ${MAGENTA}$4${PLAIN}`)
    : text;
