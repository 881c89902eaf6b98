/** Options whose values have a structure of their own. */
import { ipv4, ipv6, mac } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { flags, u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record } from '../../../packet/fields/lists.ts';
import { fixedText, octets, text, uuid } from '../../../packet/fields/octets.ts';
import { mark, optionList } from '../../../packet/fields/options.ts';
import { ipv4Prefix } from '../../../packet/fields/special/prefixes.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { dnsName } from '../dns/name-field.ts';
import { struct } from '../../../packet/fields/struct.ts';
import { ownOrigin } from './own-origin.ts';

const ws = (name: string) => ({ wireshark: `dhcp.option.${name}` });

/** Names one behind another, compressed within the option (RFC 3397 §2). */
export const names = (o: { wireshark?: string } = {}) => ownOrigin(list(dnsName({ ...o, header: 0 })));

/** RFC 3315 §9: what IPv6 calls a client, and RFC 4361 for IPv4, too. */
const duid = () =>
  struct({
    iaid: u32({ hex: true }),
    type: u16({ names: { 'link-layer-time': 1, enterprise: 2, 'link-layer': 3, uuid: 4 }, wireshark: 'dhcp.client_id.duid_type' }),
    value: choose(
      'type',
      {
        1: struct({
          htype: u16({ wireshark: 'dhcp.client_id.duid_llt_hw_type' }),
          time: u32({ wireshark: 'dhcp.client_id.time' }),
          address: octets(),
        }),
        2: struct({ enterprise: u32({ wireshark: 'dhcp.client_id.enterprise_num' }), id: octets() }),
        3: struct({ htype: u16({ wireshark: 'dhcp.client_id.duid_ll_hw_type' }), address: octets() }),
        4: uuid(),
      },
      octets(),
    ),
  });

const macOfClient = () => mac({ wireshark: 'dhcp.hw.mac_addr' });
/** Identifies a client to the server. @see RFC 2132 §9.14; RFC 4361 §6.1 */
export const DHCP_Client_Id = layer('DHCP_Client_Id', () => ({
  about: 'Identifies a client to the server.',
  source: 'RFC 2132 §9.14; RFC 4361 §6.1',
  wireshark: '',
  fields: {
    type: u8({ default: 1, about: 'of the hardware; 0: another name; 255: a DUID' }),
    id: choose('type', { 0: octets(), 1: macOfClient(), 6: macOfClient(), 255: duid() }, octets()),
  },
}));

/** RFC 2132 §9.14. One of a hardware type whose address has not six octets stays as octets. */
export const clientId = () => record(() => DHCP_Client_Id);

const onTheWire = () => dnsName({ wireshark: 'dhcp.fqdn.name' });

// Flags that are given as text choose only in a layer: there they are read again.
/** The name that a client has or asks for. @see RFC 4702 §2 */
export const DHCP_FQDN = layer('DHCP_FQDN', () => ({
  about: 'The name that a client has or asks for.',
  source: 'RFC 4702 §2',
  wireshark: '',
  fields: {
    flags: flags(8, 'SOEN', {
      wireshark: 'dhcp.fqdn.flags',
      about: 'S: the server updates the address; O: it overrides; E: the name is in DNS form; N: no updates',
    }),
    rcode1: u8({ wireshark: 'dhcp.fqdn.rcode1', about: 'deprecated: 255' }),
    rcode2: u8({ wireshark: 'dhcp.fqdn.rcode2', about: 'deprecated: 255' }),
    // With E the name stands as DNS has it, else as text (§2.3.1). A part of a name has no end: it stays as octets.
    name: choose(
      'flags',
      {
        4: onTheWire(),
        5: onTheWire(),
        6: onTheWire(),
        7: onTheWire(),
        12: onTheWire(),
        13: onTheWire(),
        14: onTheWire(),
        15: onTheWire(),
      },
      text({ wireshark: 'dhcp.fqdn.name' }),
    ),
  },
}));

/** RFC 4702. */
export const clientFqdn = () => record(() => DHCP_FQDN);

/** RFC 3442: the network in as few octets as it needs, and who leads there. */
export const classlessRoutes = () => list(struct({ network: ipv4Prefix(), router: ipv4() }));

/** Two addresses each: RFC 2132 §4.3, §5.8. */
export const addressPairs = (first: string, second: string) => list(struct({ ip: ipv4(ws(first)), other: ipv4(ws(second)) }));

/** RFC 2132 §8.4: the vendor's own numbers. Octets that are no such list are given and kept as they are. */
export const vendorSpecific = () => optionList({ kinds: { 0: mark('pad'), 255: mark('end') }, end: 255 });

/** RFC 3925 §3. */
export const vendorClass = () => list(struct({ enterprise: u32(ws('vi_class.enterprise')), data: sized('u8', octets()) }));
/** RFC 3925 §4. */
export const vendorInformation = () =>
  list(struct({ enterprise: u32(ws('vi.enterprise')), options: sized('u8', optionList({ kinds: {} })) }));

/** RFC 3004 §4. Many clients send text without lengths: it is kept as octets. */
export const userClass = () => list(sized('u8', octets({ wireshark: 'dhcp.option.user_class.data' })));

/** RFC 3361 §3. */
export const sipServers = () =>
  struct({
    encoding: u8({ names: { names: 0, addresses: 1 }, wireshark: 'dhcp.option.sip_server.encoding' }),
    servers: choose('encoding', { 0: names(ws('sip_server.name')), 1: list(ipv4(ws('sip_server.address'))) }, octets()),
  });

/** RFC 2610 §3. */
export const directoryAgents = () =>
  struct({ mandatory: u8(ws('slp_directory_agent.value')), agents: list(ipv4(ws('slp_directory_agent.slpda_address'))) });
/** RFC 2610 §4. */
export const serviceScope = () => struct({ mandatory: u8(ws('slp_service_scope.value')), scopes: text(ws('slp_service_scope.string')) });

/** RFC 4578 §2.2. */
export const networkInterface = () =>
  struct({
    type: u8({ default: 1 }),
    major: u8({ wireshark: 'dhcp.client_network_id_major' }),
    minor: u8({ wireshark: 'dhcp.client_network_id_minor' }),
  });
/** RFC 4578 §2.3. */
export const machineId = () => struct({ type: u8(), id: choose('type', { 0: uuid({ wireshark: 'dhcp.client_id.uuid' }) }, octets()) });

/** RFC 4776 §3.1. */
export const civicLocation = () =>
  struct({
    what: u8(ws('civic_location.what')),
    country: fixedText(2, ws('civic_location.country')),
    elements: optionList({
      kinds: {},
      wireshark: { type: 'dhcp.option.civic_location.ca_type', length: 'dhcp.option.civic_location.ca_length' },
    }),
  });

/** RFC 6731 §4.3. */
export const dnsSelection = () =>
  struct({
    preference: u8(ws('rdnss.preference')),
    primary: ipv4(ws('rdnss.primary_dns')),
    secondary: ipv4(ws('rdnss.secondary_dns')),
    domains: names(),
  });

/** RFC 7618 §9. */
export const portParameters = () => struct({ offset: u8(ws('portparams.offset')), length: u8(ws('portparams.psid_length')), psid: u16() });

/** RFC 5969 §7.1.1. */
export const rapidDeployment = () =>
  struct({
    maskLength: u8(ws('6RD.ipv4_mask_len')),
    prefixLength: u8(ws('6RD.prefix_len')),
    prefix: ipv6(ws('6RD.prefix')),
    relays: list(ipv4(ws('6RD.border_relay_ip'))),
  });

/** RFC 6926 §6.2.2. */
export const statusCode = () => struct({ code: u8(ws('bulk_lease.status_code')), message: text(ws('bulk_lease.status_code_message')) });
