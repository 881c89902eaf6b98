/** Pictures in a terminal that can show them. */
import { checkOptions } from '../../bytes/known-options.ts';

/** Which terminal it is. */
export interface TerminalImageOptions {
  /** Variables of the environment, as `process.env` has them. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Name of the file that the terminal offers to save. Default `figure.pdf`. */
  readonly name?: string;
  /** Its width in columns of the terminal. Default: its own. */
  readonly columns?: number;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 (RFC 4648 §4). */
function base64(b: Uint8Array): string {
  let out = '';
  for (let i = 0; i < b.length; i += 3) {
    const n = ((b[i] as number) << 16) | ((b[i + 1] ?? 0) << 8) | (b[i + 2] ?? 0);
    const letters = [18, 12, 6, 0].map((shift) => LETTERS[(n >> shift) & 63]).join('');
    out += letters.slice(0, Math.min(4, b.length - i + 1)).padEnd(4, '=');
  }
  return out;
}

/** Whether a terminal shows a PDF. tmux and screen do not hand on what they do not know. */
export const showsImages = (env: TerminalImageOptions['env']): boolean =>
  ((env['TERM_PROGRAM'] ?? env['LC_TERMINAL'] ?? '').startsWith('iTerm') || env['LC_TERMINAL'] === 'iTerm2') &&
  env['TMUX'] === undefined &&
  env['STY'] === undefined;

/**
 * What shows a PDF's first page in the terminal, to be written to it; undefined where the terminal cannot. iTerm2 can: it shows whatever macOS can, PDF too. Terminals
 * with kitty's protocol or sixels want pixels, which nothing here draws: for them there is `canvas()`.
 * @throws ERR_VALUE for an option that is not known
 */
export function terminalImage(pdf: Uint8Array, options: TerminalImageOptions): string | undefined {
  checkOptions('terminalImage', options, { env: true, name: true, columns: true });
  const { env, name = 'figure.pdf', columns } = options;
  if (!showsImages(env)) return undefined;
  const octets = Uint8Array.from(name, (letter) => letter.charCodeAt(0) & 0x7f);
  const width = columns === undefined ? '' : `;width=${Math.max(1, Math.floor(columns))}`;
  return `\x1b]1337;File=name=${base64(octets)};size=${pdf.length};inline=1${width}:${base64(pdf)}\x07\n`;
}
