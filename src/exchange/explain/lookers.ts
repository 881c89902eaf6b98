/** All that looks for causes, one of each. */
import type { Looker } from './cause.ts';
import { ChecksumLooker } from './checksums.ts';
import { DhcpLooker } from './dhcp-causes.ts';
import { DnsLooker } from './dns-causes.ts';
import { Flows } from './flows.ts';
import { IcmpLooker } from './icmp-causes.ts';
import { NeighbourLooker } from './neighbours.ts';
import type { Seen } from './seen.ts';
import { SilenceLooker } from './silence.ts';
import { BlackHoleRule } from './tcp/tcp-black-hole.ts';
import { HandshakeRule } from './tcp/tcp-handshake.ts';
import { RefusedRule } from './tcp/tcp-refused.ts';
import { TcpLooker } from './tcp/tcp-rule.ts';
import { SegmentsRule } from './tcp/tcp-segments.ts';
import { TooBigLooker } from './too-big.ts';
import { AstrayLooker } from './udp-astray.ts';
import { WaysLooker } from './ways-back.ts';

/** What is known of the packets besides. */
export interface LookersOptions {
  /** Whether wrong checksums are looked for. Default true. */
  readonly checksums?: boolean;
  /** Of an exchange: whether it sent that SYN itself. */
  readonly isCrafted?: (seen: Seen) => boolean;
}

export function lookersFor({ checksums = true, isCrafted }: LookersOptions = {}): Looker[] {
  const flows = new Flows(),
    tooBig = new TooBigLooker();
  return [
    new TcpLooker([new HandshakeRule(isCrafted), new SegmentsRule(), new RefusedRule(), new BlackHoleRule(tooBig)]),
    new IcmpLooker(flows, isCrafted !== undefined),
    tooBig,
    ...(checksums ? [new ChecksumLooker()] : []),
    new NeighbourLooker(flows),
    new DhcpLooker(),
    new WaysLooker(),
    new AstrayLooker(),
    new DnsLooker(),
    // Of an exchange it is known what has no answer.
    ...(isCrafted === undefined ? [new SilenceLooker()] : []),
    // It takes note of each packet when the others have looked at it.
    flows,
  ];
}
