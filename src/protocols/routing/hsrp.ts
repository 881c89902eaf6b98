/** Cisco's Hot Standby Router Protocol, versions 1 and 2: routers that share an address say who of them has it. */
import { ipv4, ipv6, mac } from '../../packet/fields/addresses.ts';
import { choose, when } from '../../packet/fields/conditional.ts';
import { u16, u32, u8 } from '../../packet/fields/integers.ts';
import { record } from '../../packet/fields/lists.ts';
import { fixedOctets, fixedText, octets } from '../../packet/fields/octets.ts';
import { option, optionList } from '../../packet/fields/options.ts';
import { layer } from '../../packet/layer/layer.ts';

/** RFC 2281 §5.3; the last one is Cisco's. */
const OPCODES = { Hello: 0, Coup: 1, Resign: 2, Advertise: 3 } as const;
const STATES = { Initial: 0, Learn: 1, Listen: 2, Speak: 4, Standby: 8, Active: 16 } as const;
const OPCODE = 1;
const ALGORITHMS = { MD5: 1 } as const;

/** RFC 2281 §5.1. */
const below = { IP: { ttl: 1 } } as const;

/** Version 1. @see RFC 2281 §5 */
export const HSRP = layer('HSRP', () => ({
  about: 'Hot Standby Router Protocol: a router that shares an address with others says that it is there.',
  source: 'RFC 2281 §5',
  wireshark: 'hsrp',
  below,
  begins: (b, start, end) => b[start] === 0 && end - start >= 20 && (b[start + OPCODE] as number) < OPCODES.Advertise,
  fields: {
    version: u8({ wireshark: 'hsrp.version' }),
    opcode: u8({ names: OPCODES, wireshark: 'hsrp.opcode' }),
    state: u8({ default: STATES.Active, names: STATES, wireshark: 'hsrp.state' }),
    hellotime: u8({ default: 3, wireshark: 'hsrp.hellotime', about: 'seconds' }),
    holdtime: u8({ default: 10, wireshark: 'hsrp.holdtime', about: 'seconds' }),
    priority: u8({ default: 120, wireshark: 'hsrp.priority' }),
    group: u8({ default: 1, wireshark: 'hsrp.group' }),
    reserved: u8({ wireshark: 'hsrp.reserved' }),
    auth: fixedText(8, { default: 'cisco', wireshark: 'hsrp.auth_data', about: 'a password' }),
    virtualIP: ipv4({ default: '192.168.1.1', wireshark: 'hsrp.virt_ip' }),
  },
}));

/** Says which groups an interface has. Cisco's addition to version 1. */
export const HSRPAdvertise = layer('HSRPAdvertise', () => ({
  title: 'HSRP advertisement',
  about: 'Says in how many groups an interface is active or passive.',
  source: 'Cisco; as Wireshark has it',
  wireshark: 'hsrp',
  below,
  begins: (b, start) => b[start] === 0 && b[start + OPCODE] === OPCODES.Advertise,
  fields: {
    version: u8({ wireshark: 'hsrp.version' }),
    opcode: u8({ default: OPCODES.Advertise, names: OPCODES, wireshark: 'hsrp.opcode' }),
    tlvtype: u16({ default: 1, names: { 'interface state': 1 }, wireshark: 'hsrp.adv.tlvtype' }),
    tlvlength: u16({ measures: 'header', bias: 2, wireshark: 'hsrp.adv.tlvlength' }),
    state: u8({ default: 2, names: { dormant: 1, passive: 2, active: 3 }, wireshark: 'hsrp.adv.state' }),
    reserved1: u8({ wireshark: 'hsrp.adv.reserved1' }),
    activegrp: u16({ wireshark: 'hsrp.adv.activegrp' }),
    passivegrp: u16({ wireshark: 'hsrp.adv.passivegrp' }),
    reserved2: u32({ wireshark: 'hsrp.adv.reserved2' }),
  },
}));

/** A digest behind a message of version 1. */
export const HSRPmd5 = layer('HSRPmd5', () => ({
  title: 'HSRP MD5 Authentication',
  about: 'A digest that authenticates the message before it.',
  source: 'Cisco; as scapy and Wireshark have it',
  wireshark: '',
  begins: (b, start, end) => b[start] === 4 && end - start >= 30,
  fields: {
    type: u8({ default: 4, names: { 'MD5 authentication': 4 } }),
    len: u8({ measures: 'header', bias: 2 }),
    algo: u8({ names: ALGORITHMS, wireshark: 'hsrp2.md5_algorithm' }),
    padding: u8({ hex: true, wireshark: 'hsrp2.md5_padding' }),
    flags: u16({ wireshark: 'hsrp2.md5_flags' }),
    sourceip: ipv4({ fill: 'source-address', wireshark: 'hsrp.md5_ip_address' }),
    keyid: u32({ wireshark: 'hsrp2.md5_key_id' }),
    authdigest: fixedOctets(16, { wireshark: 'hsrp2.md5_auth_data' }),
  },
}));

/** A router's state in a group. */
export const HSRPGroupState = layer('HSRPGroupState', () => ({
  about: "A router's state in a group.",
  source: 'Cisco; as Wireshark has it',
  fields: {
    version: u8({ default: 2, wireshark: 'hsrp2.version' }),
    opcode: u8({ names: OPCODES, wireshark: 'hsrp2.opcode' }),
    // Numbered anew in version 2.
    state: u8({
      default: 6,
      names: { Disabled: 0, Init: 1, Learn: 2, Listen: 3, Speak: 4, Standby: 5, Active: 6 },
      wireshark: 'hsrp2.state',
    }),
    ipversion: u8({ default: 4, names: { IPv4: 4, IPv6: 6 }, wireshark: 'hsrp2.ipversion' }),
    group: u16({ wireshark: 'hsrp2.group' }),
    identifier: mac({ wireshark: 'hsrp2.identifier' }),
    priority: u32({ default: 100, wireshark: 'hsrp2.priority' }),
    hellotime: u32({ default: 3000, wireshark: 'hsrp2.hellotime', about: 'milliseconds' }),
    holdtime: u32({ default: 10_000, wireshark: 'hsrp2.holdtime', about: 'milliseconds' }),
    virtualIP: choose('ipversion', { IPv4: ipv4({ wireshark: 'hsrp2.virt_ip' }), IPv6: ipv6({ wireshark: 'hsrp2.virt_ip_v6' }) }, octets()),
    fill: when({ ipversion: 'IPv4' }, fixedOctets(12, { about: 'what is left of the place of an IPv6 address' })),
  },
}));

/** How many groups an interface is in. */
export const HSRPInterfaceState = layer('HSRPInterfaceState', () => ({
  about: 'In how many groups an interface is active or passive.',
  source: 'Cisco; as Wireshark has it',
  fields: {
    active: u16({ wireshark: 'hsrp2.active_groups' }),
    passive: u16({ wireshark: 'hsrp2.passive_groups' }),
  },
}));

/** A digest in a message of version 2. */
export const HSRPMD5Authentication = layer('HSRPMD5Authentication', () => ({
  about: 'A digest that authenticates the message.',
  source: 'Cisco; as Wireshark has it',
  fields: {
    algo: u8({ default: 1, names: ALGORITHMS, wireshark: 'hsrp2.md5_algorithm' }),
    padding: u8({ hex: true, wireshark: 'hsrp2.md5_padding' }),
    flags: u16({ wireshark: 'hsrp2.md5_flags' }),
    sourceip: ipv4({ wireshark: 'hsrp.md5_ip_address' }),
    keyid: u32({ wireshark: 'hsrp2.md5_key_id' }),
    authdigest: fixedOctets(16, { wireshark: 'hsrp2.md5_auth_data' }),
  },
}));

/** Version 2: a list of what a router says; over IPv6, too. */
export const HSRPv2 = layer('HSRPv2', () => ({
  about: 'Hot Standby Router Protocol 2: what a router says of its groups.',
  source: 'Cisco; as Wireshark has it',
  wireshark: 'hsrp',
  below: { IP: { ttl: 1 }, IPv6: { hlim: 255 } },
  begins: (b, start, end) => {
    const type = b[start] as number,
      length = b[start + 1] as number;
    return end - start >= 2 + length && (type === 1 ? length === 40 : type === 2 && length >= 4);
  },
  fields: {
    tlvs: optionList({
      kinds: {
        1: option(
          'GroupState',
          record(() => HSRPGroupState),
        ),
        2: option(
          'InterfaceState',
          record(() => HSRPInterfaceState),
        ),
        3: option('TextAuthentication', fixedText(8, { default: 'cisco', wireshark: 'hsrp2.auth_data' })),
        4: option(
          'MD5Authentication',
          record(() => HSRPMD5Authentication),
        ),
      },
    }),
  },
}));
