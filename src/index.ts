/** `packetwright`: the public names, and nothing else. */
export * from './core.ts';
// Capture files
export { openCapture, rdpcap, wrpcap } from './capture/node/captures.ts';
export type { CaptureFile } from './capture/node/open-capture.ts';
export type { WriteOptions } from './capture/node/packet-files.ts';
export { openPcapngWriter, openPcapWriter } from './capture/node/write-capture.ts';
