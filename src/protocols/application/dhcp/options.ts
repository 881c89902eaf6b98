/** DHCP's options by number, in scapy's names. @see RFC 2132; IANA "BOOTP Vendor Extensions and DHCP Options" */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { i32, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { mark, option } from '../../../packet/fields/options.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { dnsName } from '../dns/name-field.ts';
import { authentication, relayAgentInformation, virtualSubnet } from './relay-agent.ts';
import * as made from './structures.ts';

const ws = (name: string) => ({ wireshark: `dhcp.option.${name}` });
const address = (name: string) => ipv4(ws(name));
const addresses = (name: string) => list(ipv4(ws(name)));
const yesNo = (name: string) => u8({ ...ws(name), names: { no: 0, yes: 1 } });
const seconds = (name: string) => u32({ ...ws(name), about: 'seconds' });

/** RFC 2132 §9.6; RFC 3203; RFC 4388 §6.1; RFC 6926 §6.2.1; RFC 7724 §5.2.1. In scapy's spelling. */
export const messageTypes = {
  discover: 1,
  offer: 2,
  request: 3,
  decline: 4,
  ack: 5,
  nak: 6,
  release: 7,
  inform: 8,
  force_renew: 9,
  lease_query: 10,
  lease_unassigned: 11,
  lease_unknown: 12,
  lease_active: 13,
  bulk_lease_query: 14,
  lease_query_done: 15,
  active_lease_query: 16,
  lease_query_status: 17,
  tls: 18,
} as const;

/** RFC 2132 §3 to §8: what BOOTP's vendor extensions were before there was DHCP. */
const vendorExtensions = {
  0: mark('pad'),
  1: option('subnet_mask', address('subnet_mask')),
  2: option('time_zone', i32({ ...ws('time_offset'), about: 'seconds east of Greenwich' })),
  3: option('router', addresses('router')),
  4: option('time_server', addresses('time_server')),
  5: option('IEN_name_server', addresses('name_server')),
  6: option('name_server', addresses('domain_name_server')),
  7: option('log_server', addresses('log_server')),
  8: option('cookie_server', addresses('quotes_server')),
  9: option('lpr_server', addresses('lpr_server')),
  10: option('impress-servers', addresses('impress_server')),
  11: option('resource-location-servers', addresses('resource_location_server')),
  12: option('hostname', text(ws('hostname'))),
  13: option('boot-size', u16({ ...ws('boot_file_size'), about: 'in blocks of 512 octets' })),
  14: option('dump_path', text(ws('merit_dump_file'))),
  15: option('domain', text(ws('domain_name'))),
  16: option('swap-server', address('swap_server')),
  17: option('root_disk_path', text(ws('root_path'))),
  18: option('extensions-path', text(ws('extension_path'))),
  19: option('ip-forwarding', yesNo('ip_forwarding')),
  20: option('non-local-source-routing', yesNo('non_local_source_routing')),
  21: option('policy-filter', made.addressPairs('policy_filter.ip', 'policy_filter.subnet_mask')),
  22: option('max_dgram_reass_size', u16(ws('max_datagram_reassembly_size'))),
  23: option('default_ttl', u8(ws('default_ip_ttl'))),
  24: option('pmtu_timeout', seconds('path_mtu_aging_timeout')),
  25: option('path-mtu-plateau-table', list(u16(ws('path_mtu_plateau_table_item')))),
  26: option('interface-mtu', u16(ws('interface_mtu'))),
  27: option('all-subnets-local', yesNo('all_subnets_are_local')),
  28: option('broadcast_address', address('broadcast_address')),
  29: option('perform-mask-discovery', yesNo('perform_mask_discovery')),
  30: option('mask-supplier', yesNo('mask_supplier')),
  31: option('router-discovery', yesNo('perform_router_discover')),
  32: option('router-solicitation-address', address('router_solicitation_address')),
  33: option('static-routes', made.addressPairs('static_route.ip', 'static_route.router')),
  34: option('trailer-encapsulation', yesNo('trailer_encapsulation')),
  35: option('arp_cache_timeout', seconds('arp_cache_timeout')),
  36: option('ieee802-3-encapsulation', yesNo('ethernet_encapsulation')),
  37: option('tcp_ttl', u8(ws('tcp_default_ttl'))),
  38: option('tcp_keepalive_interval', seconds('tcp_keepalive_interval')),
  39: option('tcp_keepalive_garbage', yesNo('tcp_keepalive_garbage')),
  40: option('NIS_domain', text(ws('nis_domain'))),
  41: option('NIS_server', addresses('nis_server')),
  42: option('NTP_server', addresses('ntp_server')),
  43: option('vendor_specific', made.vendorSpecific()),
  44: option('NetBIOS_server', addresses('netbios_over_tcpip_name_server')),
  45: option('NetBIOS_dist_server', addresses('netbios_over_tcpip_dd_name_server')),
  46: option('NetBIOS_node_type', u8({ ...ws('netbios_over_tcpip_node_type'), names: { B: 1, P: 2, M: 4, H: 8 } })),
  47: option('netbios-scope', text(ws('netbios_over_tcpip_scope'))),
  48: option('font-servers', addresses('xwindows_system_font_server')),
  49: option('x-display-manager', addresses('xwindows_system_display_manager')),
};

/** RFC 2132 §9: DHCP's own. */
const dhcpExtensions = {
  50: option('requested_addr', address('requested_ip_address')),
  51: option('lease_time', seconds('ip_address_lease_time')),
  52: option('dhcp-option-overload', u8({ ...ws('option_overload'), names: { file: 1, sname: 2, both: 3 } })),
  53: option('message-type', u8({ ...ws('dhcp'), names: messageTypes, default: 1 })),
  54: option('server_id', address('dhcp_server_id')),
  55: option('param_req_list', list(u8(ws('request_list_item')))),
  56: option('error_message', text(ws('message'))),
  57: option('max_dhcp_size', u16(ws('dhcp_max_message_size'))),
  58: option('renewal_time', seconds('renewal_time_value')),
  59: option('rebinding_time', seconds('rebinding_time_value')),
  60: option('vendor_class_id', text(ws('vendor_class_id'))),
  61: option('client_id', made.clientId()),
  62: option('nwip-domain-name', text(ws('novell_netware_ip_domain'))),
  63: option('nwip-options', made.vendorSpecific()),
  64: option('NISplus_domain', text(ws('nis_plus_domain'))),
  65: option('NISplus_server', addresses('nis_plus_server')),
  66: option('tftp_server_name', text(ws('tftp_server_name'))),
  67: option('boot-file-name', text(ws('bootfile_name'))),
  68: option('mobile-ip-home-agent', addresses('mobile_ip_home_agent')),
  69: option('SMTP_server', addresses('smtp_server')),
  70: option('POP3_server', addresses('pop3_server')),
  71: option('NNTP_server', addresses('nntp_server')),
  72: option('WWW_server', addresses('default_www_server')),
  73: option('Finger_server', addresses('default_finger_server')),
  74: option('IRC_server', addresses('default_irc_server')),
  75: option('StreetTalk_server', addresses('streettalk_server')),
  76: option('StreetTalk_Dir_Assistance', addresses('streettalk_da_server')),
};

/** What came later, each with its RFC. */
const laterOptions = {
  77: option('user_class', made.userClass()), // RFC 3004
  78: option('slp_service_agent', made.directoryAgents()), // RFC 2610
  79: option('slp_service_scope', made.serviceScope()),
  80: option('rapid_commit'), // RFC 4039
  81: option('client_FQDN', made.clientFqdn()), // RFC 4702
  82: option('relay_agent_information', relayAgentInformation()), // RFC 3046
  83: option('isns', octets()), // RFC 4174
  85: option('nds-server', addresses('novell_dss.ip')), // RFC 2241
  86: option('nds-tree-name', text(ws('novell_ds_tree_name'))),
  87: option('nds-context', text(ws('novell_ds_context'))),
  88: option('bcms-controller-names', made.names()), // RFC 4280
  89: option('bcms-controller-address', list(ipv4())),
  90: option('auth', authentication()), // RFC 3118
  91: option('client-last-transaction-time', seconds('client_last_transaction_time')), // RFC 4388
  92: option('associated-ip', addresses('associated_ip_option')),
  93: option('pxe_client_architecture', list(u16(ws('client_system_architecture')))), // RFC 4578
  94: option('pxe_client_network_interface', made.networkInterface()),
  95: option('ldap', text()), // RFC 3679
  97: option('pxe_client_machine_identifier', made.machineId()),
  98: option('uap-servers', text()), // RFC 2485
  99: option('civic_location', made.civicLocation()), // RFC 4776
  100: option('pcode', text(ws('tz_pcode'))), // RFC 4833
  101: option('tcode', text(ws('tz_tcode'))),
  108: option('ipv6-only-preferred', u32({ about: 'seconds' })), // RFC 8925
  112: option('netinfo-server-address', addresses('netinfo_parent_server_address')), // RFC 3679
  113: option('netinfo-server-tag', text(ws('netinfo_parent_server_tag'))),
  114: option('captive-portal', text(ws('captive_portal'))), // RFC 8910; before: a default URL
  116: option('auto-config', u8({ ...ws('dhcp_auto_configuration'), names: { no: 0, yes: 1 } })), // RFC 2563
  117: option('name-service-search', list(u16())), // RFC 2937
  118: option('subnet-selection', address('subnet_selection_option')), // RFC 3011
  119: option('domain_search', made.names(ws('dhcp_dns_domain_search_list_fqdn'))), // RFC 3397
  120: option('sip_servers', made.sipServers()), // RFC 3361
  121: option('classless_static_routes', made.classlessRoutes()), // RFC 3442
  122: option('cablelabs_client_configuration', made.vendorSpecific()), // RFC 3495
  123: option('geoconf', octets()), // RFC 6225
  124: option('vendor_class', made.vendorClass()), // RFC 3925
  125: option('vendor_specific_information', made.vendorInformation()),
  136: option('pana-agent', addresses('pana_agent')), // RFC 5192
  137: option('v4-lost', dnsName(ws('lost_server_domain_name'))), // RFC 5223
  138: option('capwap-ac-v4', addresses('capwap_access_controller')), // RFC 5417
  139: option('mobility-addresses', octets()), // RFC 5678
  140: option('mobility-names', octets()),
  141: option('sip_ua_service_domains', made.names()), // RFC 6011
  142: option('andsf', addresses('andsf_server')), // RFC 6153
  143: option('sztp-redirect', list(sized('u16', text()))), // RFC 8572
  144: option('geoloc', octets()), // RFC 6225
  145: option('forcerenew-nonce', list(u8(ws('forcerenew_nonce.algorithm')))), // RFC 6704
  146: option('rdnss-selection', made.dnsSelection()), // RFC 6731
  150: option('tftp_server_address', addresses('tftp_server_address')), // RFC 5859
  151: option('status-code', made.statusCode()), // RFC 6926
  152: option('base-time', u32({ about: 'seconds since 1970' })),
  153: option('start-time-of-state', seconds('bulk_lease.start_time_of_state')),
  154: option('query-start-time', u32({ about: 'seconds since 1970' })),
  155: option('query-end-time', u32({ about: 'seconds since 1970' })),
  156: option('dhcp-state', u8(ws('bulk_lease.dhcp_state'))),
  157: option('data-source', u8({ about: 'bit 0: from another server' })),
  158: option('pcp-server', list(sized('u8', list(ipv4(ws('pcp.server')))))), // RFC 7291
  159: option('v4-portparams', made.portParameters()), // RFC 7618
  160: option('v4-captive-portal', text()), // RFC 7710, whose number was in use: 114 now
  161: option('mud-url', text(ws('mudurl'))), // RFC 8520
  175: option('etherboot', octets()),
  208: option('pxelinux_magic', octets()), // RFC 5071
  209: option('pxelinux_configuration_file', text(ws('pxe_config_file'))),
  210: option('pxelinux_path_prefix', text(ws('pxe_path_prefix'))),
  211: option('pxelinux_reboot_time', u32({ about: 'seconds' })),
  212: option('option-6rd', made.rapidDeployment()), // RFC 5969
  213: option('v4-access-domain', dnsName()), // RFC 5986
  220: option('subnet-allocation', octets()), // RFC 6656
  221: option('virtual-subnet', virtualSubnet()), // RFC 6607
  // In use by Microsoft before 121 was there, and by nearly all for proxies.
  249: option('private_classless_static_routes', made.classlessRoutes()),
  252: option('private_proxy_autodiscovery', text(ws('private_proxy_autodiscovery'))),
  255: mark('end'),
};

/** All of them. */
export const dhcpOptions = { ...vendorExtensions, ...dhcpExtensions, ...laterOptions };
