/** The capture that a command reads. */
import { type CaptureFile, openCapture } from '../capture/node/open-capture.ts';
import type { CommandIo } from './command.ts';

/**
 * Opens it; `-` is standard input. Until its first octets come, which a pipe may take long for, Ctrl-C ends the wait.
 * @throws ERR_FILE; the signal's reason
 */
export async function openInput(path: string, io: CommandIo): Promise<CaptureFile<never>> {
  const isStdin = path === '-';
  const opening = openCapture(isStdin ? io.stdin : path, { sync: true, name: isStdin ? 'standard input' : path });
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
