/** The capture that a command reads. */
import { statSync } from 'node:fs';
import { PacketwrightError } from '../bytes/errors.ts';
import type { HexdumpOptions } from '../capture/hexdump/walker.ts';
import { linkTypeByName } from '../capture/link-types.ts';
import { openFileInput } from '../capture/node/file-input.ts';
import { type CaptureFile, openCapture } from '../capture/node/open-capture.ts';
import type { OctetInput } from '../capture/octet-input.ts';
import type { CommandIo, OptionSpec } from './command.ts';
import { orSignal } from '../host/or-signal.ts';
import type { Pace } from './pace.ts';
import { wholeNumber } from './whole-number.ts';

/** What a capture may ask for. */
export interface InputOptions {
  /** In MB. */
  readonly zstdWindow?: number;
}

/** A hex dump in the place of a capture. */
export interface HexdumpInputOptions {
  readonly fromHexdump?: boolean;
  readonly offsets?: 'hex' | 'oct' | 'dec';
  readonly linkType?: string;
}

/**
 * text2pcap's own options have other letters here (-o and -l are taken, by tshark's and tcpdump's), so they go by their names. A hex dump is
 * read only when asked for: nothing in a text says that it is one.
 */
export const hexdumpInputOptions: readonly OptionSpec[] = [
  { flags: '--from-hexdump', help: 'read text as a hex dump, as text2pcap does: what -x, tcpdump -xx, xxd or scapy print' },
  { flags: '--offsets <base>', help: 'with --from-hexdump: how its offsets are written (default: hex)', choices: ['hex', 'oct', 'dec'] },
  {
    flags: '--link-type <type>',
    help: 'with --from-hexdump: link type of its packets, by number or name: 101 or RAW for IP (default: 1, EN10MB)',
  },
];

function linkTypeOf(text: string): number {
  const found = /^\d{1,5}$/.test(text) ? Number(text) : linkTypeByName(text)?.number;
  if (found === undefined || found > 0xffff)
    throw new PacketwrightError('ERR_USAGE', `--link-type: '${text}' is no link type`, {
      value: text,
      remedy: 'give a number or a name: 1, EN10MB, RAW',
    });
  return found;
}

/** How the reader is told of it. @throws ERR_USAGE for an unknown link type, and for options that mean nothing without `--from-hexdump` */
export function hexdumpOf(
  { fromHexdump, offsets, linkType }: HexdumpInputOptions,
  warn: (line: string) => void,
): HexdumpOptions | undefined {
  if (!fromHexdump) {
    const alone = offsets !== undefined ? '--offsets' : linkType !== undefined ? '--link-type' : undefined;
    if (alone !== undefined) throw new PacketwrightError('ERR_USAGE', `${alone} needs --from-hexdump`, { remedy: 'add --from-hexdump' });
    return undefined;
  }
  return {
    ...(offsets !== undefined && { offsets }),
    ...(linkType !== undefined && { linkType: linkTypeOf(linkType) }),
    onIgnored: (line, why) => warn(`line ${line}: ${why}`),
  };
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
 * @param hexdump reads it as a hex dump
 * @throws ERR_FILE; the signal's reason
 */
export async function openInput(
  path: string,
  io: CommandIo,
  pace: Pace,
  { zstdWindow }: InputOptions = {},
  hexdump?: HexdumpOptions,
): Promise<CaptureFile<never>> {
  const isStdin = path === '-';
  const opening = openCapture(isStdin ? io.stdin : await pacedFile(path, pace), {
    name: isStdin ? 'standard input' : path,
    ...(zstdWindow !== undefined && { zstdWindow: zstdWindow * 2 ** 20 }),
    ...(hexdump !== undefined && { hexdump }),
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
