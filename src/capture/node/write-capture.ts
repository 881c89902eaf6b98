/** Opens a capture for writing: which format, made anew or added to. */

import { checkOptions } from '../../bytes/known-options.ts';
import { existsSync, statSync } from 'node:fs';
import { PacketwrightError } from '../../bytes/errors.ts';
import { PCAP_OPTIONS, PcapWriter, type PcapWriterOptions } from '../pcap/writer.ts';
import { PcapngWriter, type PcapngWriterOptions } from '../pcapng/writer.ts';
import { type CaptureFile, openCapture } from './open-capture.ts';
import { openFileSink } from './file-sink.ts';

/**
 * Makes a pcap file, or appends to one. Appending reads the file to its end and uses its time resolution.
 * @throws ERR_FILE when it cannot be written, or a capture is being read from it; or when appending to a file that is cut, compressed, of
 *   another link type, or not a little-endian pcap 2.4
 */
export async function openPcapWriter(path: string, options: PcapWriterOptions = {}): Promise<PcapWriter> {
  checkOptions('openPcapWriter', options, PCAP_OPTIONS);
  const there = await appendedTo(path, options.append);
  if (there === undefined) return new PcapWriter(await openFileSink(path), { ...options, append: false });
  const { linkType, ticksPerSecond, snaplen } = there.interfaces[0] ?? {};
  const wanted = options.linkType ?? 1;
  if (there.format !== 'pcap') throw cannotAppend(path, there.format, 'pcap');
  if (!there.appendable) throw cannotAppend(path, 'an old or big-endian pcap', 'a little-endian pcap 2.4');
  if (linkType !== wanted) throw cannotAppend(path, `of link type ${linkType}`, `link type ${wanted}`);
  return new PcapWriter(await openFileSink(path, { append: true }), {
    ...options,
    linkType: wanted,
    ...(snaplen !== undefined && { snaplen }),
    nanoseconds: ticksPerSecond === 1_000_000_000,
    append: true,
    position: statSync(path).size,
  });
}

/**
 * Makes a pcapng file, or appends a section to one, which it first reads to its end. A new section has its own byte order and interfaces.
 * @throws ERR_FILE when it cannot be written, or a capture is being read from it; or when appending to a file that is cut, compressed, or not
 *   pcapng
 */
export async function openPcapngWriter(path: string, options: PcapngWriterOptions & { append?: boolean } = {}): Promise<PcapngWriter> {
  checkOptions('openPcapngWriter', options, { section: true, position: true, append: true });
  const { append, ...rest } = options;
  const there = await appendedTo(path, append);
  if (there === undefined) return new PcapngWriter(await openFileSink(path), rest);
  if (there.format !== 'pcapng') throw cannotAppend(path, there.format, 'pcapng');
  return new PcapngWriter(await openFileSink(path, { append: true }), { ...rest, position: statSync(path).size });
}

/** The capture that is added to, read to its end: what follows a cut record would be taken for its rest. Undefined: there is none. */
async function appendedTo(path: string, append: boolean | undefined): Promise<CaptureFile<never> | undefined> {
  if (append !== true || path === '-' || !existsSync(path) || statSync(path).size === 0) return undefined;
  const there = await openCapture(path);
  if (there.compression !== undefined) {
    await there.close();
    throw cannotAppend(path, `compressed by ${there.compression}`, 'a plain capture');
  }
  try {
    for await (const _ of there.batches());
  } catch (error) {
    if (!(error instanceof PacketwrightError)) throw error;
    throw new PacketwrightError('ERR_FILE', error.message.replace(`${path}: `, `${path}: cannot append: `), {
      ...error.details,
      remedy: 'copy what can be read to another file: pkw dump -r OLD -w NEW',
      cause: error,
    });
  }
  return there;
}

function cannotAppend(path: string, had: string, expected: string): PacketwrightError {
  return new PacketwrightError('ERR_FILE', `${path}: cannot append: it is ${had}, expected ${expected}`, {
    file: path,
    had,
    expected,
  });
}
