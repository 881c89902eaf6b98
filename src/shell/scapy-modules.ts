/** Modules by scapy's names. There a name lives in one of them; here each has all, so that `from scapy.layers.inet import IP` is right. */

const OWN = `all ansmachine arch as_resolvers automaton base_classes compat config consts data error fields interfaces layers main packet plist
  pton_ntop route route6 sendrecv sessions supersocket themes utils utils6 volatile arch.linux arch.common layers.all`;

const LAYERS = `bluetooth can clns dcerpc dhcp dhcp6 dns dot11 dot15d4 eap hsrp inet inet6 ipsec isakmp kerberos l2 l2tp ldap llmnr
  mgcp mobileip netbios netflow ntp ppp pptp radius rip rtp sctp smb smb2 snmp tftp vrrp vxlan x509`;

const words = (text: string): string[] => text.split(/\s+/);

export const SCAPY_MODULES: readonly string[] = [
  ...words(OWN).map((name) => `scapy.${name}`),
  ...words(LAYERS).map((name) => `scapy.layers.${name}`),
];

const CONTRIB = `bgp cdp coap diameter dtp eigrp erspan etherip geneve gtp gtp_v2 http2 igmp igmpv3 ikev2 isis lacp ldp lldp macsec modbus mpls mqtt
  nsh openflow ospf pim postgres ripng rsvp rtcp socks stun tacacs vqp vtp wireguard`;

/** An import loads the layers that scapy has not loaded when it starts; by module, what load_contrib() calls them. */
export const LOADING_MODULES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(words(CONTRIB).map((name) => [`scapy.contrib.${name}`, name])),
  'scapy.layers.http': 'http',
  'scapy.layers.tls': 'tls',
  'scapy.layers.tls.all': 'tls',
};
