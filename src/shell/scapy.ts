/** `packetwright/scapy`: text of scapy's and TypeScript's notation in, JavaScript out. */
export { isComplete } from './notation/complete.ts';
export { openShell, type OpenShell, type OpenShellOptions } from './open-shell.ts';
export { NotationError } from './notation/error.ts';
export { type Place, placeOf, type SourceMapV3 } from './notation/map.ts';
export { stripTypes } from './notation/native/parser.ts';
export { type Rewritten, type RewriteOptions, rewrite, rewriteAll } from './notation/rewrite.ts';
