/** Which format an input has, by its first octets. */

import { fileError, cutShort } from './file-error.ts';
import { beginsAsErf, ErfWalker } from './erf.ts';
import { NETMON1_MAGIC, NETMON2_MAGIC, NETMON_HEADER_LENGTH, netmonWalker } from './netmon.ts';
import type { OctetWindow } from './octet-window.ts';
import { pcapByteOrder, pcapHeaderLength, readPcapHeader } from './pcap/header.ts';
import { withRecordHeader } from './pcap/variant.ts';
import { PcapWalker } from './pcap/walker.ts';
import { BLOCK_SECTION } from './pcapng/block.ts';
import { PcapngWalker } from './pcapng/walker.ts';
import { SNOOP_HEADER_LENGTH, SNOOP_MAGIC, snoopWalker } from './snoop.ts';
import type { Walker } from './walker.ts';

const EXPECTED = 'expected pcap, pcapng, snoop, Network Monitor or ERF';

/** @throws ERR_FILE for what is no capture, or one of a version that is not known */
export async function recognise(window: OctetWindow, name: string): Promise<Walker> {
  const had = window.end - window.start;
  if (had === 0) throw fileError(name, 0, `not a capture: it is empty; ${EXPECTED}`);
  if (had < 4) throw fileError(name, 0, `not a capture: it has only ${had} octets; ${EXPECTED}`);
  const magic = window.view.getUint32(window.start);
  if (magic === BLOCK_SECTION) {
    if (!(await window.atLeast(12))) throw cutShort(name, 0, 'the section header needs', 28, window.end - window.start);
    return new PcapngWalker(name);
  }
  if (pcapByteOrder(window.view, window.start) !== undefined) return pcapWalker(window, name);
  if (magic === NETMON1_MAGIC || magic === NETMON2_MAGIC) {
    await needHeader(window, name, NETMON_HEADER_LENGTH);
    return netmonWalker(window, name);
  }
  if (await beginsWith(window, SNOOP_MAGIC)) {
    await needHeader(window, name, SNOOP_HEADER_LENGTH);
    return snoopWalker(window, name);
  }
  if (await beginsAsErf(window)) return new ErfWalker(name).peek(window);
  const octets = Array.from(window.data.subarray(window.start, window.start + 4), (o) => o.toString(16).padStart(2, '0')).join(' ');
  throw fileError(name, 0, `not a capture: the first four octets are ${octets}; ${EXPECTED}`);
}

async function pcapWalker(window: OctetWindow, name: string): Promise<PcapWalker> {
  await needHeader(window, name, pcapHeaderLength(window.view, window.start));
  const header = readPcapHeader(window.view, window.start, name);
  window.start += header.length;
  // Of a pipe that is just beginning no record may be here yet: then it is what nearly all are.
  return new PcapWalker(withRecordHeader(header, window.view, window.start, window.end), name);
}

async function needHeader(window: OctetWindow, name: string, octets: number): Promise<void> {
  if (!(await window.atLeast(octets))) throw cutShort(name, 0, 'the file header needs', octets, window.end - window.start);
}

async function beginsWith(window: OctetWindow, octets: readonly number[]): Promise<boolean> {
  if (window.data[window.start] !== octets[0] || !(await window.atLeast(octets.length))) return false;
  return octets.every((octet, i) => window.data[window.start + i] === octet);
}
