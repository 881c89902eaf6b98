/** `packetwright/test`: matchers for packets and captures, for vitest, jest and `node:test`. Runs in a browser too. */
export { assertPacket, assertPackets, assertSamePacket } from './assertions.ts';
export { type MatchResult, type PacketMatchers, packetMatchers } from './packet-matchers.ts';
export type { PacketsToLookAt } from './packets-in-order.ts';
export type { ExpectedPacket } from './same-packet.ts';
export type { WantedPacket } from './wanted.ts';
