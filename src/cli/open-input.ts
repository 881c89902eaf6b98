/** The capture that a command reads. */
import { statSync } from 'node:fs';
import { openFileInput } from '../capture/node/file-input.ts';
import { type CaptureFile, openCapture } from '../capture/node/open-capture.ts';
import type { OctetInput } from '../capture/octet-input.ts';
import type { CommandIo, OptionSpec } from './command.ts';
import { orSignal } from './or-signal.ts';
import type { Pace } from './pace.ts';
import { wholeNumber } from './whole-number.ts';

/** What a capture may ask for. */
export interface InputOptions {
  /** In MB. */
  readonly zstdWindow?: number;
}

export const inputOptions: readonly OptionSpec[] = [
  {
    flags: '--zstd-window <mb>',
    help: 'most memory in MB for reading a zstd capture (default: 8); files made with zstd --ultra or --long need more',
    parse: wholeNumber('--zstd-window', 'MB'),
  },
];

/**
 * Opens it; `-` is standard input. Until its first octets come, which a pipe may take long for, Ctrl-C ends the wait.
 * @param pace of the work that the capture is read for
 * @throws ERR_FILE; the signal's reason
 */
export async function openInput(path: string, io: CommandIo, pace: Pace, { zstdWindow }: InputOptions = {}): Promise<CaptureFile<never>> {
  const isStdin = path === '-';
  const opening = openCapture(isStdin ? io.stdin : await pacedFile(path, pace), {
    name: isStdin ? 'standard input' : path,
    ...(zstdWindow !== undefined && { zstdWindow: zstdWindow * 2 ** 20 }),
  });
  return await orSignal(opening, io.signal);
}

/** A file that is read while the program waits, which is fastest, but gives way between two reads where the pace says so. */
async function pacedFile(path: string, pace: Pace): Promise<OctetInput> {
  const input = await openFileInput(path, true);
  const about = statSync(path, { throwIfNoEntry: false });
  const size = about?.isFile() ? about.size : undefined;
  let at = 0;
  const counted = (n: number): number => {
    at += n;
    pace.position = { at, size };
    return n;
  };
  const next = (into: Uint8Array): number | Promise<number> => {
    const n = input.read(into);
    return typeof n === 'number' ? counted(n) : n.then(counted);
  };
  return {
    read: (into) => {
      const turn = pace.step();
      return turn === undefined ? next(into) : turn.then(() => next(into));
    },
    close: () => input.close(),
  };
}
