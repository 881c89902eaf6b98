import { readdirSync } from 'node:fs';

const CAPTURE = /\.(pcap|pcapng|cap|dmp|trace|ntar)(\.gz|\.zst)?$/;

/** The captures below a folder, by their paths from there, in order. */
export const capturesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => CAPTURE.test(name))
    .sort();
