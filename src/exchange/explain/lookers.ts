/** All that looks for causes, one of each. */
import type { Looker } from './cause.ts';
import { ChecksumLooker } from './checksums.ts';
import { DhcpLooker } from './dhcp-causes.ts';
import { DnsLooker } from './dns-causes.ts';
import { Flows } from './flows.ts';
import { IcmpLooker } from './icmp-causes.ts';
import { NeighbourLooker } from './neighbours.ts';
import { HandshakeRule } from './tcp-handshake.ts';
import { RefusedRule } from './tcp-refused.ts';
import { TcpLooker } from './tcp-rule.ts';
import { SegmentsRule } from './tcp-segments.ts';
import { TooBigLooker } from './too-big.ts';
import { AstrayLooker } from './udp-astray.ts';
import { WaysLooker } from './ways-back.ts';

export function lookersFor(): Looker[] {
  const flows = new Flows();
  return [
    new TcpLooker([new HandshakeRule(), new SegmentsRule(), new RefusedRule()]),
    new IcmpLooker(flows),
    new TooBigLooker(),
    new ChecksumLooker(),
    new NeighbourLooker(flows),
    new DhcpLooker(),
    new WaysLooker(),
    new AstrayLooker(),
    new DnsLooker(),
    // It takes note of each packet when the others have looked at it. Only refused answers are asked about after they were noted.
    flows,
  ];
}
