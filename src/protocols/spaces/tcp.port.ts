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
import { GTPHeader } from '../tunnel/gtp/gtp.ts';
import { BGPHeader } from '../routing/bgp/bgp.ts';
import { BMP } from '../routing/bgp/bmp.ts';
import { BitTorrent, BitTorrentData, BitTorrentHandshake } from '../application/bittorrent.ts';
import { MemcachedRequest, MemcachedResponse } from '../application/database/memcached.ts';
import { MySQLGreeting, MySQLPacket, MySQLRequest } from '../application/database/mysql.ts';
import { PostgresMessage, PostgresStartup } from '../application/database/postgres.ts';
import { RESP, RESPInline } from '../application/database/redis.ts';
import { HTTPContinuation, HTTPRequest, HTTPResponse } from '../application/http/http.ts';
import { IMAPData, IMAPRequest, IMAPResponse } from '../application/mail/imap.ts';
import { POPData, POPRequest, POPResponse } from '../application/mail/pop.ts';
import { SMTPData, SMTPRequest, SMTPResponse } from '../application/mail/smtp.ts';
import { STUN, STUNFrame, TURNChannelData } from '../application/stun/stun.ts';
import { H2Frame, H2Preface } from '../application/http2/http2.ts';
import { MQTT } from '../application/mqtt/mqtt.ts';
import { RM_Header } from '../application/rpc/rpc.ts';
import { TacacsHeader } from '../application/tacacs.ts';
import { SIPData, SIPRequest, SIPResponse } from '../application/sip/sip.ts';
import { SOCKS } from '../application/socks/socks.ts';
import { SLP, SLPv1 } from '../application/slp/slp.ts';
import { FTPRequest, FTPResponse } from '../application/text/ftp.ts';
import { IRCRequest, IRCResponse } from '../application/text/irc.ts';
import { NNTPData, NNTPRequest, NNTPResponse } from '../application/text/nntp.ts';
import { SSHEncrypted, SSHPacket, SSHVersion } from '../application/text/ssh.ts';
import { Telnet } from '../application/text/telnet.ts';
import { RFBData, RFBVersion } from '../application/text/vnc.ts';
import { AMQP, AMQPInit } from '../industrial/amqp.ts';
import { OPCUA } from '../industrial/opcua.ts';
import { DNP3 } from '../industrial/dnp3.ts';
import { ENIPTCP } from '../industrial/enip.ts';
import { IEC104_U_Message } from '../industrial/iec104.ts';
import { TPKT } from '../industrial/tpkt.ts';
import { ModbusADURequest, ModbusADUResponse } from '../industrial/modbus/modbus.ts';
import { SSLv2ClientHello } from '../application/tls/sslv2.ts';
import { TLS, TLSContinuation } from '../application/tls/tls.ts';

/** The same layers on each of these ports. */
const on = (ports: readonly number[], ...layers: readonly [AnyLayer, ...AnyLayer[]]): Binding[] =>
  ports.flatMap((port) => bindAll('tcp.port', { [port]: layers }));
export const tcpPorts = [
  ...bindAll('tcp.port', {
    49: TacacsHeader,
    53: DNSTCP,
    102: TPKT,
    88: KerberosTCPHeader,
    111: RM_Header,
    135: DceRpc5,
    179: BGPHeader,
    389: LDAP,
    // Active Directory's global catalogue.
    3268: LDAP,
    1080: SOCKS,
    427: [SLP, SLPv1],
    502: [ModbusADURequest, ModbusADUResponse],
    646: LDP,
    1720: TPKT,
    1883: MQTT,
    2049: RM_Header,
    2123: GTPHeader,
    3478: [STUN, TURNChannelData],
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
  ...on(
    [80, 591, 2710, 2869, 3128, 3132, 5985, 8000, 8008, 8080, 8081, 8088, 8888, 11371],
    HTTPRequest,
    HTTPResponse,
    TLS,
    H2Preface,
    H2Frame,
    HTTPContinuation,
  ),
  ...on(
    [443, 465, 563, 614, 636, 853, 989, 990, 992, 993, 994, 995, 4433, 5061, 5671, 6514, 6697, 8443, 8883],
    TLS,
    SSLv2ClientHello,
    TLSContinuation,
  ),
  // Text that is no command and no reply is content: a message, a listing. What is encrypted after STARTTLS is TLS.
  ...on([25, 587, 2525], SMTPRequest, SMTPResponse, TLS, SMTPData),
  ...on([110], POPRequest, POPResponse, TLS, POPData),
  ...on([143], IMAPResponse, IMAPRequest, TLS, IMAPData),
  ...on([119], NNTPRequest, NNTPResponse, TLS, NNTPData),
  ...on([5060], SIPRequest, SIPResponse, SIPData),
  ...on([21], FTPRequest, TLS, FTPResponse),
  ...on([6667, 6666, 6668, 6669, 7000, 194], IRCResponse, IRCRequest, TLS),
  ...bindAll('tcp.port', { 23: Telnet }),
  ...on([22], SSHVersion, SSHPacket, SSHEncrypted),
  ...on([3306], MySQLGreeting, MySQLRequest, TLS, MySQLPacket),
  ...on([5432], PostgresStartup, PostgresMessage, TLS),
  ...on([6379], RESP, RESPInline, TLS),
  ...on([11211], MemcachedRequest, MemcachedResponse),
  ...on([5900, 5901, 5902, 5903, 5904], RFBVersion, RFBData),
  ...on([6881, 6882, 6883, 6884, 6885, 6886, 6887, 6888, 6889], BitTorrentHandshake, BitTorrent, BitTorrentData),
  // All are told from anything else by what they begin with, and are found on many other ports.
  ...bindGuesses('tcp.port', [
    TLS,
    HTTPRequest,
    HTTPResponse,
    SSLv2ClientHello,
    SIPRequest,
    SIPResponse,
    SSHVersion,
    RFBVersion,
    BitTorrentHandshake,
    STUN,
    STUNFrame,
    H2Preface,
    DceRpc5,
    BMP,
  ]),
];
