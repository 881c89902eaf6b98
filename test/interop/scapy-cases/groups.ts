/** All cases. A protocol's are a file here, and a line. */
import { applicationCases } from './application/application.ts';
import type { ScapyGroup } from './case.ts';
import { deviceCases } from './link/devices.ts';
import { dhcpv6Cases } from './application/dhcpv6.ts';
import { dnsCases } from './application/dns.ts';
import { eapCases } from './link/eap.ts';
import { gatewayCases } from './routing/gateways.ts';
import { gtp2Cases } from './tunnels/gtp2.ts';
import { hostCases } from './application/hosts.ts';
import { ikeCases } from './application/ike.ts';
import { industrialCases } from './industrial/industrial.ts';
import { isisCases } from './routing/isis.ts';
import { labelCases } from './routing/labels.ts';
import { linkCases } from './link/link.ts';
import { mobilityCases } from './network/mobility.ts';
import { modbusCases } from './industrial/modbus.ts';
import { multicastCases } from './network/multicast.ts';
import { nameCases } from './application/names.ts';
import { networkCases } from './network/network.ts';
import { optionCases } from './network/options.ts';
import { ospfv3Cases } from './routing/ospfv3.ts';
import { overlayCases } from './tunnels/overlays.ts';
import { routingCases } from './routing/routing.ts';
import { sctpCases } from './network/sctp.ts';
import { serviceCases } from './application/services.ts';
import { sessionCases } from './application/sessions.ts';
import { snmpCases } from './application/snmp.ts';
import { tunnelCases } from './tunnels/tunnels.ts';
import { webCases } from './application/web.ts';
import { wirelessCases } from './link/wireless.ts';

const link = ['lldp', 'cdp', 'slowprot', 'lacp', 'mac_control', 'macsec', 'chdlc', 'dtp', 'vtp', 'gxrp'];

export const scapyGroups: Readonly<Record<string, ScapyGroup>> = {
  network: { modules: ['layers.inet6', 'layers.ipsec', 'layers.l2'], cases: networkCases, summaries: 'read' },
  options: { modules: ['contrib.tcpao', 'layers.sctp'], cases: optionCases },
  mobility: { modules: ['layers.inet6', 'contrib.rpl'], cases: mobilityCases },
  sctp: { modules: ['layers.sctp', 'contrib.diameter'], cases: sctpCases },
  link: { modules: ['layers.ppi', 'layers.dot11', ...link.map((name) => `contrib.${name}`)], cases: linkCases },
  eap: { modules: ['layers.eap'], cases: eapCases },
  wireless: { modules: ['layers.dot11'], cases: wirelessCases },
  devices: { modules: ['layers.can', 'layers.usb', 'layers.dot15d4', 'layers.bluetooth'], cases: deviceCases },
  tunnels: { modules: ['layers.ppp', 'layers.l2tp', 'contrib.mpls', 'contrib.erspan'], cases: tunnelCases },
  overlays: {
    modules: ['layers.vxlan', 'contrib.geneve', 'contrib.nsh', 'contrib.gtp', 'contrib.erspan', 'contrib.wireguard'],
    cases: overlayCases,
  },
  gtp2: { modules: ['contrib.gtp_v2'], cases: gtp2Cases },
  multicast: { modules: ['contrib.igmp', 'contrib.igmpv3', 'contrib.pim'], cases: multicastCases },
  gateways: {
    modules: ['layers.vrrp', 'layers.hsrp', 'layers.rip', 'contrib.ripng', 'contrib.eigrp', 'contrib.bfd'],
    cases: gatewayCases,
  },
  routing: { modules: ['contrib.bgp', 'contrib.ospf', 'layers.netflow'], cases: routingCases, summaries: 'built' },
  ospfv3: { modules: ['contrib.ospf'], cases: ospfv3Cases },
  isis: { modules: ['contrib.isis'], cases: isisCases },
  labels: { modules: ['contrib.ldp', 'contrib.rsvp'], cases: labelCases },
  dns: { modules: ['layers.dns'], cases: dnsCases, summaries: 'read' },
  names: { modules: ['layers.llmnr', 'layers.netbios', 'layers.ntp'], cases: nameCases },
  hosts: { modules: ['layers.radius'], cases: hostCases },
  dhcpv6: { modules: ['layers.dhcp6'], cases: dhcpv6Cases },
  snmp: { modules: ['layers.snmp'], cases: snmpCases },
  application: { modules: ['layers.tftp', 'contrib.coap'], cases: applicationCases, summaries: 'read' },
  web: { modules: ['contrib.coap', 'contrib.mqtt', 'layers.http', 'layers.tls.all'], cases: webCases },
  services: {
    modules: ['contrib.tacacs', 'contrib.rtcp', 'contrib.socks', 'contrib.oncrpc', 'layers.rtp', 'contrib.diameter'],
    cases: serviceCases,
  },
  sessions: { modules: ['layers.smb', 'layers.smb2', 'layers.dcerpc', 'layers.kerberos', 'contrib.http2'], cases: sessionCases },
  ike: { modules: ['layers.isakmp', 'contrib.ikev2'], cases: ikeCases },
  modbus: { modules: ['contrib.modbus'], cases: modbusCases },
  industrial: {
    modules: ['contrib.enipTCP', 'contrib.scada.iec104', 'contrib.pnio', 'contrib.pnio_dcp', 'contrib.mqttsn'],
    cases: industrialCases,
  },
};
