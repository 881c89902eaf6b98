/** Matchers for `expect.extend`, of vitest and of jest. */
import { PacketwrightError } from '../bytes/errors.ts';
import type { Packet } from '../packet/laid/packet.ts';
import { isLaid } from '../packet/laid/laid.ts';
import { shown } from '../packet/spec/wants.ts';
import { differences, type ExpectedPacket } from './same-packet.ts';
import { findInOrder, type PacketsToLookAt } from './packets-in-order.ts';
import { type WantedPacket, wantedOf } from './wanted.ts';

/** What a matcher answers. */
export interface MatchResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What `expect(…)` can be asked after `expect.extend(packetMatchers)`. `R` is what it gives. */
export interface PacketMatchers<R = unknown> {
  /** The octets are those of the expected packet; else the fields that differ are told, and the octets. */
  toEqualPacket(expected: ExpectedPacket): R;
  /** The packet is what is wanted: a filter, layers with the fields that count, or a function. */
  toMatchPacket(want: WantedPacket): R;
  /** Among the packets are the wanted ones, in this order, with any others between. Await it. */
  toHavePackets(wants: readonly WantedPacket[]): Promise<R>;
}

/** For `expect.extend(packetMatchers)`. */
export const packetMatchers = {
  /** {@link PacketMatchers.toEqualPacket} */
  toEqualPacket(received: unknown, expected: ExpectedPacket): MatchResult {
    const p = mustBePacket(received);
    const lines = differences(p, expected);
    return {
      pass: lines.length === 0,
      message: () =>
        lines.length === 0 ? `the packet has the very octets that it must not have: ${p.summary()}` : told('the packet differs', lines),
    };
  },
  /** {@link PacketMatchers.toMatchPacket} */
  toMatchPacket(received: unknown, want: WantedPacket): MatchResult {
    const p = mustBePacket(received);
    const wanted = wantedOf(want);
    const lines = wanted.lacks(p).map(({ text }) => text);
    return {
      pass: lines.length === 0,
      message: () => (lines.length === 0 ? `the packet is ${wanted.text}: ${p.summary()}` : told(`not as wanted: ${p.summary()}`, lines)),
    };
  },
  /** {@link PacketMatchers.toHavePackets} */
  async toHavePackets(received: unknown, wants: readonly WantedPacket[]): Promise<MatchResult> {
    const { isAll, text } = await findInOrder(received as PacketsToLookAt, wants);
    return { pass: isAll, message: () => (isAll ? `all wanted packets are there:\n${text}` : text) };
  },
};

const told = (head: string, lines: readonly string[]): string => [head, ...lines.map((line) => `  ${line}`)].join('\n');

function mustBePacket(received: unknown): Packet {
  if (isLaid(received)) return received as unknown as Packet;
  throw new PacketwrightError('ERR_VALUE', `a packet was expected, not ${shown(received)}`, {
    value: received,
    remedy: 'dissect(octets) makes one of octets',
  });
}
