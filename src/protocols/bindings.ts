/** Which layer follows which: all number spaces. A protocol's number stands in the table of its space, in spaces/. */
import type { Binding } from '../packet/chain/bindings.ts';
import { always } from './spaces/always.ts';
import { etherTypes } from './spaces/ethertype.ts';
import { icmpTypes } from './spaces/icmp.type.ts';
import { quotedIpProtocols } from './spaces/ip.proto.quoted.ts';
import { ipProtocols } from './spaces/ip.proto.ts';
import { ipVersions } from './spaces/ip.version.ts';
import { quotedNextHeaders } from './spaces/ipv6.nh.quoted.ts';
import { nextHeaders } from './spaces/ipv6.nh.ts';
import { linkTypes } from './spaces/linktype.ts';
import { loopbackFamilies } from './spaces/loopback.family.ts';
import { tcpPorts } from './spaces/tcp.port.ts';
import { udpPorts } from './spaces/udp.port.ts';

export const bindings: readonly Binding[] = [
  ...linkTypes,
  ...loopbackFamilies,
  ...etherTypes,
  ...ipVersions,
  ...ipProtocols,
  ...nextHeaders,
  ...icmpTypes,
  ...quotedIpProtocols,
  ...quotedNextHeaders,
  ...udpPorts,
  ...tcpPorts,
  ...always,
];
