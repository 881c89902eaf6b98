/** Files that captures of this process are being read from: whoever would write to one is refused, since the rest of it would be lost. */

import type { BigIntStats } from 'node:fs';
import { PacketwrightError } from '../../bytes/errors.ts';

/** How many inputs are open on each file, by its device and inode: links are other names of the same file. */
const open = new Map<string, number>();

const identity = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

/** A file is being read, until what this gives is called; that may be called again. Pipes and devices are not files. */
export function holdFile(about: BigIntStats): () => void {
  if (!about.isFile()) return () => undefined;
  const file = identity(about);
  open.set(file, (open.get(file) ?? 0) + 1);
  let isHeld = true;
  return () => {
    if (!isHeld) return;
    isHeld = false;
    const left = (open.get(file) ?? 1) - 1;
    if (left === 0) open.delete(file);
    else open.set(file, left);
  };
}

/** @throws ERR_FILE when the file is being read */
export function refuseReadFile(path: string, about: BigIntStats): void {
  if (!about.isFile() || !open.has(identity(about))) return;
  throw new PacketwrightError('ERR_FILE', `${path}: a capture is being read from this file; writing to it would destroy the rest`, {
    file: path,
    remedy: 'write to another file, and rename it when it is complete; or first read the capture to its end, or close it',
  });
}
