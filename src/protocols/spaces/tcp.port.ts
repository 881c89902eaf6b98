/** Ports of TCP. A layer's first port is the one that a packet is built with. @see RFC 6335 */
import { type Binding, bindAll, bindGuesses } from '../../packet/chain/bindings.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { DNSTCP } from '../application/dns/dns-tcp.ts';
import { DiamG } from '../application/diameter/diameter.ts';
import { DceRpc5 } from '../application/dcerpc/dcerpc.ts';
import { KerberosTCPHeader } from '../application/directory/kerberos.ts';
import { LDAP } from '../application/directory/ldap.ts';
import { NBTContinuation, NBTSession } from '../application/netbios/nbt.ts';
import { NetflowHeader } from '../application/netflow/netflow.ts';
import { LDP } from '../routing/ldp.ts';
import { BGPHeader } from '../routing/bgp/bgp.ts';
import { HTTPRequest, HTTPResponse } from '../application/http/http.ts';
import { H2Frame, H2Preface } from '../application/http2/http2.ts';
import { MQTT } from '../application/mqtt/mqtt.ts';
import { RM_Header } from '../application/rpc/rpc.ts';
import { TacacsHeader } from '../application/tacacs.ts';
import { SSLv2ClientHello } from '../application/tls/sslv2.ts';
import { TLS } from '../application/tls/tls.ts';

/** The same layers on each of these ports. */
const on = (ports: readonly number[], ...layers: readonly [AnyLayer, ...AnyLayer[]]): Binding[] =>
  ports.flatMap((port) => bindAll('tcp.port', { [port]: layers }));
export const tcpPorts = [
  ...bindAll('tcp.port', {
    49: TacacsHeader,
    53: DNSTCP,
    88: KerberosTCPHeader,
    111: RM_Header,
    135: DceRpc5,
    179: BGPHeader,
    389: LDAP,
    646: LDP,
    1883: MQTT,
    2049: RM_Header,
    // Active Directory's global catalogue.
    3268: LDAP,
    3868: DiamG,
    4739: NetflowHeader,
  }),
  ...on([139, 445], NBTSession, NBTContinuation),
  ...on(
    [80, 591, 2710, 2869, 3128, 3132, 5985, 8000, 8008, 8080, 8081, 8088, 8888, 11371],
    HTTPRequest,
    HTTPResponse,
    TLS,
    H2Preface,
    H2Frame,
  ),
  ...on([443, 465, 563, 614, 636, 853, 989, 990, 992, 993, 994, 995, 4433, 5061, 5671, 6514, 6697, 8443, 8883], TLS, SSLv2ClientHello),
  // All are told from anything else by what they begin with, and are found on many other ports.
  ...bindGuesses('tcp.port', [TLS, HTTPRequest, HTTPResponse, SSLv2ClientHello, H2Preface, DceRpc5]),
];
