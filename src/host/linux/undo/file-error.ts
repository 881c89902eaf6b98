/** What went wrong with a journal or its folder, in one line. */
import { PacketwrightError } from '../../../bytes/errors.ts';

/** What errno means here, and what helps. */
const REASONS: Readonly<Record<string, readonly [text: string, remedy?: string]>> = {
  ENOSPC: ['the file system is full', 'free space on it: df shows how much is left'],
  EDQUOT: ['the quota of the file system is used up', 'free space on it'],
  EFBIG: ['the limit on the size of files is reached', 'raise it: ulimit -f unlimited'],
  EROFS: ['the file system is read-only', 'mount it writable'],
  ENOENT: ['there is no such folder'],
  ENOTDIR: ['it is a symbolic link, or not a folder', 'move it away or delete it'],
  ELOOP: ['it is a symbolic link', 'move it away or delete it'],
  EACCES: ['permission denied'],
  EPERM: ['permission denied'],
};

/** @param doing to stand after "cannot", with the path */
export function fileError(cause: unknown, doing: string): PacketwrightError {
  const { code = 'EIO' } = cause as NodeJS.ErrnoException;
  const [text, remedy] = REASONS[code] ?? ['the kernel refused'];
  return new PacketwrightError(
    code === 'EACCES' || code === 'EPERM' ? 'ERR_PERMISSION' : 'ERR_SYSTEM',
    `cannot ${doing}: ${text} (${code})`,
    {
      name: code,
      cause,
      ...(remedy === undefined ? {} : { remedy }),
    },
  );
}
