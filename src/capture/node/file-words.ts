/** What went wrong with a file, in words. */

/** By errno; others have no words. */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file or folder',
  EACCES: 'permission denied',
  EPERM: 'not permitted',
  EISDIR: 'is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'already exists',
  ENOSPC: 'no space left on the device',
  EROFS: 'the file system is read-only',
};

export const fileErrorWords = (errno: string): string | undefined => (Object.hasOwn(FILE_ERRORS, errno) ? FILE_ERRORS[errno] : undefined);
