/** Ports of TCP. A layer's first port is the one that a packet is built with. @see RFC 6335 */
import { type Binding, bindAll, bindGuesses } from '../../packet/chain/bindings.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { DNSTCP } from '../application/dns/dns-tcp.ts';
import { DiamG } from '../application/diameter/diameter.ts';
import { NBTContinuation, NBTSession } from '../application/netbios/nbt.ts';
import { NetflowHeader } from '../application/netflow/netflow.ts';
import { LDP } from '../routing/ldp.ts';
import { BGPHeader } from '../routing/bgp/bgp.ts';
import { HTTPRequest, HTTPResponse } from '../application/http/http.ts';
import { MQTT } from '../application/mqtt/mqtt.ts';
import { RM_Header } from '../application/rpc/rpc.ts';
import { TacacsHeader } from '../application/tacacs.ts';
import { AMQP, AMQPInit } from '../industrial/amqp.ts';
import { OPCUA } from '../industrial/opcua.ts';
import { DNP3 } from '../industrial/dnp3.ts';
import { ENIPTCP } from '../industrial/enip.ts';
import { IEC104_U_Message } from '../industrial/iec104.ts';
import { TPKT } from '../industrial/tpkt.ts';
import { ModbusADURequest, ModbusADUResponse } from '../industrial/modbus/modbus.ts';
import { SSLv2ClientHello } from '../application/tls/sslv2.ts';
import { TLS } from '../application/tls/tls.ts';

/** The same layers on each of these ports. */
const on = (ports: readonly number[], ...layers: readonly [AnyLayer, ...AnyLayer[]]): Binding[] =>
  ports.flatMap((port) => bindAll('tcp.port', { [port]: layers }));
export const tcpPorts = [
  ...bindAll('tcp.port', {
    49: TacacsHeader,
    53: DNSTCP,
    102: TPKT,
    111: RM_Header,
    179: BGPHeader,
    502: [ModbusADURequest, ModbusADUResponse],
    646: LDP,
    1883: MQTT,
    2049: RM_Header,
    2404: IEC104_U_Message,
    3389: [TPKT, TLS],
    3868: DiamG,
    4739: NetflowHeader,
    4840: OPCUA,
    5672: [AMQP, AMQPInit],
    20000: DNP3,
    44818: ENIPTCP,
  }),
  ...on([139, 445], NBTSession, NBTContinuation),
  ...on([80, 591, 2710, 2869, 3128, 3132, 5985, 8000, 8008, 8080, 8081, 8088, 8888, 11371], HTTPRequest, HTTPResponse, TLS),
  ...on([443, 465, 563, 614, 636, 853, 989, 990, 992, 993, 994, 995, 4433, 5061, 5671, 6514, 6697, 8443, 8883], TLS, SSLv2ClientHello),
  // All are told from anything else by what they begin with, and are found on many other ports.
  ...bindGuesses('tcp.port', [TLS, HTTPRequest, HTTPResponse, SSLv2ClientHello]),
];
