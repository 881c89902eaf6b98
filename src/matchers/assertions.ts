/** The matchers as functions that throw: for `node:test`, and any other runner of tests. */
import type { Packet } from '../packet/laid/packet.ts';
import { type MatchResult, packetMatchers } from './packet-matchers.ts';
import type { PacketsToLookAt } from './packets-in-order.ts';
import type { ExpectedPacket } from './same-packet.ts';
import type { WantedPacket } from './wanted.ts';

/** The packet is what is wanted: a filter, layers with the fields that count, or a function. @throws an error with the code ERR_ASSERTION that says what it lacks */
export function assertPacket(p: Packet, want: WantedPacket): void {
  mustPass(packetMatchers.toMatchPacket(p, want));
}

/** The octets are those of the expected packet. @throws an error with the code ERR_ASSERTION that names the fields that differ, and the octets */
export function assertSamePacket(p: Packet, expected: ExpectedPacket): void {
  mustPass(packetMatchers.toEqualPacket(p, expected));
}

/**
 * Among the packets are the wanted ones, in this order, with any others between.
 * @throws an error with the code ERR_ASSERTION that lists the packets, and tells what was not found
 */
export async function assertPackets(source: PacketsToLookAt, wants: readonly WantedPacket[]): Promise<void> {
  mustPass(await packetMatchers.toHavePackets(source, wants));
}

/** As `node:assert` has it: test runners know failures by the code. */
function mustPass({ pass, message }: MatchResult): void {
  if (pass) return;
  throw Object.assign(new Error(message()), { name: 'AssertionError', code: 'ERR_ASSERTION' });
}
