/** Frames of classic pcap files, for tests of what stands below the capture readers. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CapturedFrame {
  readonly linkType: number;
  readonly bytes: Uint8Array;
}

/** All files below a folder whose names end so. */
export function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((f) => f.isFile() && ending.test(f.name))
    .map((f) => join(f.parentPath, f.name))
    .sort();
}

/** The frames of a pcap file; none of a file that is none. A record that is not all there ends it. */
export function framesOf(path: string): CapturedFrame[] {
  const file = new Uint8Array(readFileSync(path));
  const d = new DataView(file.buffer, file.byteOffset, file.length);
  if (file.length < 24) return [];
  const magic = d.getUint32(0);
  const little = magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1;
  if (!little && magic !== 0xa1b2c3d4 && magic !== 0xa1b23c4d) return [];
  const linkType = d.getUint32(20, little) & 0xffff;
  const frames: CapturedFrame[] = [];
  for (let at = 24; at + 16 <= file.length; ) {
    const n = d.getUint32(at + 8, little);
    at += 16;
    if (at + n > file.length) break;
    frames.push({ linkType, bytes: file.subarray(at, at + n) });
    at += n;
  }
  return frames;
}
