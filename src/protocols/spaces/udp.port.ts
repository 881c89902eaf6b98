/** Ports of UDP. A layer's first port is the one that a packet is built with. @see RFC 6335 */
import { bindAll, bindGuesses } from '../../packet/chain/bindings.ts';
import { CoAP } from '../application/coap.ts';
import { Kerberos } from '../application/directory/kerberos.ts';
import { CLDAP } from '../application/directory/ldap.ts';
import { BOOTP } from '../application/dhcp/dhcp.ts';
import { DHCP6 } from '../application/dhcpv6/options.ts';
import { DNS } from '../application/dns/dns.ts';
import { LLMNRQuery, MDNS } from '../application/dns/multicast.ts';
import { H225RAS } from '../application/h323/h225.ts';
import { HTTPRequest, HTTPResponse } from '../application/http/http.ts';
import { NBNSHeader } from '../application/netbios/nbns.ts';
import { NBTDatagram } from '../application/netbios/nbt.ts';
import { NetflowHeader } from '../application/netflow/netflow.ts';
import { NTP } from '../application/ntp/ntp.ts';
import { PTPv1 } from '../application/ptp-v1.ts';
import { WSDiscovery } from '../application/discovery/wsd.ts';
import { PTP } from '../application/ptp.ts';
import { QUIC, QUIC_Long } from '../application/quic/quic.ts';
import { SNMP, SNMPv3 } from '../application/snmp/snmp.ts';
import { ISAKMP, NAT_KEEPALIVE, NON_ESP } from '../application/ike/isakmp.ts';
import { RTCP } from '../application/rtp/rtcp.ts';
import { RTP } from '../application/rtp/rtp.ts';
import { DTLS } from '../application/tls/dtls.ts';
import { ESP } from '../network/ipsec.ts';
import { Radius } from '../application/radius/radius.ts';
import { RPC } from '../application/rpc/rpc.ts';
import { SFlow } from '../application/sflow/sflow.ts';
import { SOCKS5UDP } from '../application/socks/socks.ts';
import { SLP, SLPv1 } from '../application/slp/slp.ts';
import { Syslog } from '../application/syslog.ts';
import { SIPRequest, SIPResponse } from '../application/sip/sip.ts';
import { TFTP } from '../application/tftp.ts';
import { BVLC } from '../industrial/bacnet.ts';
import { DNP3 } from '../industrial/dnp3.ts';
import { MQTTSN, MQTTSNLong } from '../industrial/mqttsn.ts';
import { ENIPTCP } from '../industrial/enip.ts';
import { BFD, BFDEcho } from '../routing/bfd.ts';
import { HSRP, HSRPAdvertise, HSRPv2 } from '../routing/hsrp.ts';
import { LDP } from '../routing/ldp.ts';
import { RIPng } from '../routing/ripng.ts';
import { STUN, TURNChannelData } from '../application/stun/stun.ts';
import { RIP } from '../routing/rip.ts';
import { L2TP } from '../tunnel/l2tp.ts';
import { AYIYA } from '../tunnel/ayiya.ts';
import { LISP, LISPData } from '../tunnel/lisp.ts';
import { CAPWAP, CAPWAPData, CAPWAPEncrypted, CAPWAPEncryptedData } from '../tunnel/capwap/capwap.ts';
import { Teredo } from '../tunnel/teredo.ts';
import { GENEVE } from '../tunnel/geneve.ts';
import { GTP_U_Header, GTPHeader } from '../tunnel/gtp/gtp.ts';
import { MPLS } from '../tunnel/mpls.ts';
import { VXLAN, VXLAN_GPE } from '../tunnel/vxlan.ts';
import { WireGuard } from '../tunnel/wireguard.ts';

export const udpPorts = [
  ...bindAll('udp.port', {
    53: DNS,
    67: BOOTP,
    68: BOOTP,
    69: TFTP,
    88: Kerberos,
    111: RPC,
    123: NTP,
    137: NBNSHeader,
    138: NBTDatagram,
    161: [SNMP, SNMPv3],
    162: [SNMP, SNMPv3],
    319: [PTP, PTPv1],
    320: [PTP, PTPv1],
    389: CLDAP,
    427: [SLP, SLPv1],
    443: [QUIC, DTLS],
    500: ISAKMP,
    514: Syslog,
    520: RIP,
    521: RIPng,
    646: LDP,
    546: DHCP6,
    547: DHCP6,
    1080: SOCKS5UDP,
    1701: L2TP,
    1718: H225RAS,
    1719: H225RAS,
    // SSDP (UPnP Device Architecture 2.0 §1.1.1).
    1900: [HTTPRequest, HTTPResponse],
    1883: [MQTTSN, MQTTSNLong],
    1812: Radius,
    1813: Radius,
    1985: [HSRP, HSRPAdvertise, HSRPv2],
    // HSRP over IPv6.
    2029: HSRPv2,
    2049: RPC,
    2055: NetflowHeader,
    2123: GTPHeader,
    2152: GTP_U_Header,
    3478: [STUN, TURNChannelData],
    3544: Teredo,
    3702: WSDiscovery,
    // RFC 5881 §4.
    3784: BFD,
    3785: BFDEcho,
    3799: Radius,
    4341: LISPData,
    4342: LISP,
    4433: [QUIC, DTLS],
    4500: [NON_ESP, NAT_KEEPALIVE, ESP],
    // RFC 5883 §5: over several hops.
    4784: BFD,
    4739: NetflowHeader,
    4789: VXLAN,
    4790: VXLAN_GPE,
    5004: RTP,
    5005: RTCP,
    5072: AYIYA,
    // RFC 5415 §3.1: control, data.
    5246: [CAPWAP, CAPWAPEncrypted],
    5247: [CAPWAPData, CAPWAPEncryptedData],
    5353: MDNS,
    5355: LLMNRQuery,
    5060: [SIPRequest, SIPResponse],
    5683: CoAP,
    5684: DTLS,
    6081: GENEVE,
    6343: SFlow,
    6635: MPLS,
    // RFC 7130 §2.2: on each link of a group.
    6784: BFD,
    8472: VXLAN,
    20000: DNP3,
    44818: ENIPTCP,
    47808: BVLC,
    9995: NetflowHeader,
    9996: NetflowHeader,
  }),
  // RADIUS's ports of old (RFC 2865 §3, RFC 2866 §3), which a packet is not built with.
  ...bindAll('udp.port', { 1645: Radius, 1646: Radius }),
  // A long header says its version; a short one says nothing, and is told by the port alone.
  ...bindGuesses('udp.port', [QUIC_Long, SIPRequest, SIPResponse, DTLS, STUN, TURNChannelData, WireGuard, RTCP, NetflowHeader, RPC]),
];
