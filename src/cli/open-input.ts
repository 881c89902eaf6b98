/** The capture that a command reads. */
import { type CaptureFile, openCapture } from '../capture/node/open-capture.ts';
import type { CommandIo, OptionSpec } from './command.ts';
import { wholeNumber } from './whole-number.ts';

/** What a capture may ask for. */
export interface InputOptions {
  /** In MB. */
  readonly zstdWindow?: number;
}

export const inputOptions: readonly OptionSpec[] = [
  {
    flags: '--zstd-window <mb>',
    help: 'memory that a capture compressed by zstd may ask for: 8 unless given; zstd --ultra and --long need more',
    parse: wholeNumber('--zstd-window', 'MB'),
  },
];

/**
 * Opens it; `-` is standard input. Until its first octets come, which a pipe may take long for, Ctrl-C ends the wait.
 * @throws ERR_FILE; the signal's reason
 */
export async function openInput(path: string, io: CommandIo, { zstdWindow }: InputOptions = {}): Promise<CaptureFile<never>> {
  const isStdin = path === '-';
  const opening = openCapture(isStdin ? io.stdin : path, {
    sync: true,
    name: isStdin ? 'standard input' : path,
    ...(zstdWindow !== undefined && { zstdWindow: zstdWindow * 2 ** 20 }),
  });
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(io.signal.reason);
    io.signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([opening, aborted]);
  } finally {
    io.signal.removeEventListener('abort', abort);
  }
}
