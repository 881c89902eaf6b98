/** Cisco Discovery Protocol: a device tells its neighbours what it is. */
import { ipv4, ipv6 } from '../../../packet/fields/addresses.ts';
import { choose } from '../../../packet/fields/conditional.ts';
import { exact } from '../../../packet/fields/exact.ts';
import { flags, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { LayerContext } from '../../../packet/spec/context.ts';
import { struct } from '../../../packet/fields/struct.ts';
import { ciscoPids, underSNAP } from '../../registries/cisco-pids.ts';

/** The address's protocol: an NLPID (ISO 9577), or SNAP behind the access point. */
const PROTOCOL_TYPES = { NLPID: 1, '802.2': 2 } as const;

/** An address of a device. */
export const CDPAddrRecord = layer('CDPAddrRecord', () => ({
  title: 'CDP Address',
  about: 'An address, and the protocol that it belongs to.',
  source: "Cisco, 'Cisco Discovery Protocol Version 2'",
  wireshark: '',
  fields: {
    ptype: u8({ default: 1, names: PROTOCOL_TYPES, hex: true, wireshark: 'cdp.protocol_type' }),
    // Its length stands in front of it: the address depends on it while it is written.
    proto: sized(
      'u8',
      octets({ default: Uint8Array.of(0xcc), wireshark: 'cdp.protocol', about: 'cc: IP; aaaa030000000800 …: SNAP and an EtherType' }),
    ),
    addrlen: u16({ measures: 'addr', wireshark: 'cdp.address_length' }),
    addr: exact(choose((self) => protocolOf(self['proto']), { ip: ipv4(), ipv6: ipv6() }, octets({ wireshark: 'cdp.address' }))),
  },
}));

/** An NLPID of IP, or SNAP with the EtherType of IPv6. */
function protocolOf(proto: unknown): string | undefined {
  if (!(proto instanceof Uint8Array)) return undefined;
  if (proto.length === 1 && proto[0] === 0xcc) return 'ip';
  return proto.length === 8 && proto[6] === 0x86 && proto[7] === 0xdd ? 'ipv6' : undefined;
}

/** Addresses of a device. */
export const CDPAddresses = layer('CDPAddresses', () => ({
  about: 'Addresses of a device.',
  source: 'Cisco',
  wireshark: '',
  fields: { naddr: u32({ counts: 'addr', wireshark: 'cdp.number_of_addresses' }), addr: records(() => CDPAddrRecord) },
}));

/** What a device can do, from the lowest bit. */
const CAPABILITIES = [
  'Router',
  'TransparentBridge',
  'SourceRouteBridge',
  'Switch',
  'Host',
  'IGMP',
  'Repeater',
  'Phone',
  'Remote',
  'CVTA',
  'MacRelay',
];

const power = (each: string) =>
  struct({
    request_id: u16({ wireshark: 'cdp.request_id' }),
    management_id: u16({ wireshark: 'cdp.management_id' }),
    power: list(u32({ wireshark: each, about: 'milliwatts' })),
  });

const kinds = () => ({
  1: option('Device ID', text({ wireshark: 'cdp.deviceid' })),
  2: option(
    'Addresses',
    record(() => CDPAddresses),
  ),
  3: option('Port ID', text({ wireshark: 'cdp.portid' })),
  4: option('Capabilities', flags(32, CAPABILITIES, { hex: true, wireshark: 'cdp.capabilities' })),
  5: option('Software Version', text({ wireshark: 'cdp.software_version' })),
  6: option('Platform', text({ wireshark: 'cdp.platform' })),
  // A stub router's neighbour tells its address alone, a stub router its networks.
  7: option('IP Prefix', list(struct({ prefix: ipv4({ wireshark: 'cdp.ip_prefix' }), plen: u8() }))),
  8: option(
    'Protocol Hello',
    struct({
      oui: u24({ hex: true, wireshark: 'cdp.oui' }),
      protocol_id: u16({ hex: true, wireshark: 'cdp.protocol_id' }),
      data: octets(),
    }),
  ),
  9: option('VTP Management Domain', text({ wireshark: 'cdp.vtp_management_domain' })),
  10: option('Native VLAN', u16({ wireshark: 'cdp.native_vlan' })),
  11: option('Duplex', u8({ names: { half: 0, full: 1 }, wireshark: 'cdp.duplex' })),
  14: option('VoIP VLAN Reply', struct({ status: u8(), vlan: u16({ wireshark: 'cdp.voice_vlan' }) })),
  15: option('VoIP VLAN Query', struct({ unknown1: u8({ hex: true }), vlan: u16({ wireshark: 'cdp.voice_vlan' }), unknown2: octets() })),
  16: option('Power', u16({ wireshark: 'cdp.power_consumption', about: 'milliwatts' })),
  17: option('MTU', u32({ wireshark: 'cdp.mtu' })),
  18: option('Trust Bitmap', u8({ hex: true, wireshark: 'cdp.trust_bitmap' })),
  19: option('Untrusted Port CoS', u8({ hex: true, wireshark: 'cdp.untrusted_port_cos' })),
  20: option('System Name', text({ wireshark: 'cdp.system_name' })),
  21: option('System OID', octets({ wireshark: 'cdp.system_object_identifier' })),
  22: option(
    'Management Address',
    record(() => CDPAddresses),
  ),
  23: option(
    'Location',
    struct({ unknown: u8({ hex: true, wireshark: 'cdp.location.unknown' }), location: text({ wireshark: 'cdp.location' }) }),
  ),
  24: option('External Port ID', text()),
  25: option('Power Requested', power('cdp.power_requested')),
  26: option('Power Available', power('cdp.power_available')),
  27: option('Port Unidirectional', u8()),
  29: option('EnergyWise', octets()),
  31: option('Spare Pair PoE', u8({ hex: true, wireshark: 'cdp.spare_poe_tlv' })),
});

/**
 * The Internet checksum (RFC 1071), but of an odd number of octets: the last one is a word's lower half, with its sign, and one less where it is
 * negative. So Cisco's routers compute it.
 */
function checksum({ b, start, end }: LayerContext): number {
  let sum = 0;
  const last = end - ((end - start) & 1);
  for (let i = start; i < last; i += 2) if (i !== start + 2) sum += ((b[i] as number) << 8) | (b[i + 1] as number);
  if (last < end) {
    const x = b[last] as number;
    sum += x < 0x80 ? x : 0xff00 | (x - 1);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x1_0000);
  return ~sum & 0xffff;
}

/** Cisco Discovery Protocol, versions 1 and 2. */
export const CDPv2_HDR = layer('CDPv2_HDR', () => ({
  title: 'Cisco Discovery Protocol version 2',
  about: 'Cisco Discovery Protocol: what a device is, and where to find it.',
  source: "Cisco, 'Cisco Discovery Protocol Version 2'",
  wireshark: 'cdp',
  below: underSNAP(ciscoPids.CDP),
  fields: {
    vers: u8({ default: 2, wireshark: 'cdp.version' }),
    ttl: u8({ default: 180, wireshark: 'cdp.ttl', about: 'seconds that it holds' }),
    cksum: u16({ compute: checksum, hex: true, wireshark: 'cdp.checksum' }),
    msg: optionList({
      typeOctets: 2,
      lengthOctets: 2,
      lengthCovers: 'option',
      packets: true,
      wireshark: { type: 'cdp.tlv.type', length: 'cdp.tlv.len' },
      kinds: kinds(),
    }),
  },
}));
