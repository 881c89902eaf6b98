/** Opens a capture for writing: which format, made anew or added to. */

import { existsSync, statSync } from 'node:fs';
import { PacketwrightError } from '../../bytes/errors.ts';
import { PcapWriter, type PcapWriterOptions } from '../pcap/writer.ts';
import { PcapngWriter, type PcapngWriterOptions } from '../pcapng/writer.ts';
import { openCapture } from './open-capture.ts';
import { openFileSink } from './file-sink.ts';

/**
 * Makes a pcap file, or adds to one. Adding to a file takes its resolution; another link type, or what is no little-endian pcap of
 * today, is ERR_FILE.
 */
export async function openPcapWriter(path: string, options: PcapWriterOptions = {}): Promise<PcapWriter> {
  if (options.append !== true || path === '-' || !existsSync(path))
    return new PcapWriter(await openFileSink(path), { ...options, append: false });
  const there = await openCapture(path);
  await there.close();
  const { linkType, ticksPerSecond } = there.interfaces[0] ?? {};
  const wanted = options.linkType ?? 1;
  if (there.format !== 'pcap' || path.endsWith('.gz')) throw cannotAppend(path, path.endsWith('.gz') ? 'compressed' : there.format, 'pcap');
  if (!there.appendable) throw cannotAppend(path, 'an old or big-endian pcap', 'a little-endian pcap 2.4');
  if (linkType !== wanted) throw cannotAppend(path, `of link type ${linkType}`, `link type ${wanted}`);
  return new PcapWriter(await openFileSink(path, { append: true }), {
    ...options,
    linkType: wanted,
    nanoseconds: ticksPerSecond === 1_000_000_000,
    append: true,
    position: statSync(path).size,
  });
}

/** Makes a pcapng file, or adds a section to one: whatever it holds, a new section has its own byte order and interfaces. */
export async function openPcapngWriter(path: string, options: PcapngWriterOptions & { append?: boolean } = {}): Promise<PcapngWriter> {
  const append = options.append === true && path !== '-' && existsSync(path);
  if (append) {
    const there = await openCapture(path);
    await there.close();
    if (there.format !== 'pcapng' || path.endsWith('.gz'))
      throw cannotAppend(path, path.endsWith('.gz') ? 'compressed' : there.format, 'pcapng');
  }
  return new PcapngWriter(await openFileSink(path, { append }), { ...options, ...(append && { position: statSync(path).size }) });
}

function cannotAppend(path: string, had: string, expected: string): PacketwrightError {
  return new PacketwrightError('ERR_FILE', `${path}: cannot be added to: it is ${had}, expected ${expected}`, {
    file: path,
    had,
    expected,
  });
}
