/** `packetwright/scapy`: text of scapy's and TypeScript's notation in, JavaScript out. */
export { NotationError } from './notation/error.ts';
export type { SourceMapV3 } from './notation/map.ts';
export { type Rewritten, type RewriteOptions, rewrite } from './notation/rewrite.ts';
