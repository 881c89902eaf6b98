/** What the messages of the Service Location Protocol say, by their function. @see RFC 2608 §8; RFC 2165 */
import { choose } from '../../../packet/fields/conditional.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { record, records } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { AnyLayer } from '../../../packet/spec/spec.ts';

/** RFC 2608 §7. */
const ERRORS = {
  ok: 0,
  'language not supported': 1,
  'parse error': 2,
  'invalid registration': 3,
  'scope not supported': 4,
  'authentication unknown': 5,
  'authentication absent': 6,
  'authentication failed': 7,
  'version not supported': 9,
  'internal error': 10,
  'DA busy': 11,
  'option not understood': 12,
  'invalid update': 13,
  'message not supported': 14,
  'refresh rejected': 15,
} as const;

const utf8 = (wireshark: string) => sized('u16', text({ encoding: 'utf8', wireshark }));
const error = (wireshark = 'srvloc.errv2') => u16({ names: ERRORS, wireshark });

/** A signature. @see RFC 2608 §9.2 */
export const SLPAuthentication = layer('SLPAuthentication', () => ({
  about: 'A signature of a service, or of a list of attributes.',
  source: 'RFC 2608 §9.2',
  wireshark: '',
  fields: {
    bsd: u16({ default: 2, hex: true, wireshark: 'srvloc.authblkv2_bsd', about: '2: DSA with SHA-1' }),
    length: u16({ measures: 'header', wireshark: 'srvloc.authblkv2_len' }),
    timestamp: u32({ about: 'seconds since 1970, until when it holds' }),
    spi: utf8('srvloc.authblkv2.slpspi'),
    signature: octets(),
  },
}));
const signatures = (wireshark: string) => ({
  nauths: u8({ counts: 'auths', wireshark }),
  auths: records(() => SLPAuthentication),
});

/** Where a service is, and how long that holds. @see RFC 2608 §4.3 */
export const SLPURL = layer('SLPURL', () => ({
  about: 'Where a service is, and how long that holds.',
  source: 'RFC 2608 §4.3',
  wireshark: '',
  fields: {
    reserved: u8({ hex: true, wireshark: 'srvloc.url.reserved' }),
    lifetime: u16({ wireshark: 'srvloc.url.lifetime', about: 'seconds' }),
    url: utf8('srvloc.url.url'),
    ...signatures('srvloc.url.numauths'),
  },
}));

/** The same in version 1. @see RFC 2165 §6.1 */
export const SLPv1URL = layer('SLPv1URL', () => ({
  about: 'Where a service is, and how long that holds.',
  source: 'RFC 2165 §6.1',
  wireshark: '',
  fields: { lifetime: u16({ wireshark: 'srvloc.url.lifetime', about: 'seconds' }), url: utf8('srvloc.url.url') },
}));

/** Who has named a service's type; all, where the length is 0xffff (RFC 2608 §10.1). */
const authority = () =>
  choose.peek(u16(), { 65_535: u16({ default: 0xffff, names: { all: 0xffff } }) }, utf8('srvloc.srvtypereq.nameauthlist'));

const spec = (section: string) => ({ source: `RFC 2608 ${section}`, wireshark: '' });
const old = (section: string) => ({ source: `RFC 2165 ${section}`, wireshark: '' });

/** Asks for services. @see RFC 2608 §8.1 */
export const SLPServiceRequest = layer('SLPServiceRequest', () => ({
  ...spec('§8.1'),
  about: 'Asks for services of a type.',
  fields: {
    prlist: utf8('srvloc.srvreq.prlist'),
    srvtype: utf8('srvloc.srvreq.srvtypelist'),
    scopes: utf8('srvloc.srvreq.scopelist'),
    predicate: utf8('srvloc.srvreq.predicate'),
    spi: utf8('srvloc.srvreq.slpspi'),
  },
}));
/** Where services are. @see RFC 2608 §8.2 */
export const SLPServiceReply = layer('SLPServiceReply', () => ({
  ...spec('§8.2'),
  about: 'Where services are.',
  fields: { error: error(), count: u16({ counts: 'urls', wireshark: 'srvloc.srvreq.urlcount' }), urls: records(() => SLPURL) },
}));
/** Registers a service. @see RFC 2608 §8.3 */
export const SLPServiceRegister = layer('SLPServiceRegister', () => ({
  ...spec('§8.3'),
  about: 'Registers a service at a directory agent.',
  fields: {
    url: record(() => SLPURL),
    srvtype: utf8('srvloc.srvreq.srvtype'),
    scopes: utf8('srvloc.srvreq.scopelist'),
    attributes: utf8('srvloc.srvreq.attrlist'),
    ...signatures('srvloc.srvreq.attrauthcount'),
  },
}));
/** Takes a registration back. @see RFC 2608 §10.6 */
export const SLPServiceDeregister = layer('SLPServiceDeregister', () => ({
  ...spec('§10.6'),
  about: 'Takes a registration back.',
  fields: { scopes: utf8('srvloc.srvdereq.scopelist'), url: record(() => SLPURL), tags: utf8('srvloc.srvdereq.taglist') },
}));
/** Confirms a registration. @see RFC 2608 §8.4 */
export const SLPServiceAck = layer('SLPServiceAck', () => ({
  ...spec('§8.4'),
  about: 'Confirms a registration, or its end.',
  fields: { error: error() },
}));
/** Asks for attributes. @see RFC 2608 §10.3 */
export const SLPAttributeRequest = layer('SLPAttributeRequest', () => ({
  ...spec('§10.3'),
  about: 'Asks for the attributes of a service, or of a type of services.',
  fields: {
    prlist: utf8('srvloc.attrreq.prlist'),
    url: utf8('srvloc.attrreq.url'),
    scopes: utf8('srvloc.attrreq.scopelist'),
    tags: utf8('srvloc.attrreq.taglist'),
    spi: utf8('srvloc.attrreq.slpspi'),
  },
}));
/** Attributes. @see RFC 2608 §10.4 */
export const SLPAttributeReply = layer('SLPAttributeReply', () => ({
  ...spec('§10.4'),
  about: 'Attributes of a service.',
  fields: { error: error(), attributes: utf8('srvloc.attrrply.attrlist'), ...signatures('srvloc.srvreq.attrauthcount') },
}));
/** A directory agent is here. @see RFC 2608 §8.5 */
export const SLPDAAdvert = layer('SLPDAAdvert', () => ({
  ...spec('§8.5'),
  about: 'A directory agent is here.',
  fields: {
    error: error(),
    boot: u32({ about: 'when it began without registrations: seconds since 1970; 0: it stops' }),
    url: utf8('srvloc.daadvert.url'),
    scopes: utf8('srvloc.daadvert.scopelist'),
    attributes: utf8('srvloc.daadvert.attrlist'),
    spi: utf8('srvloc.daadvert.slpspi'),
    ...signatures('srvloc.daadvert.authcount'),
  },
}));
/** Asks for types of services. @see RFC 2608 §10.1 */
export const SLPServiceTypeRequest = layer('SLPServiceTypeRequest', () => ({
  ...spec('§10.1'),
  about: 'Asks for the types of services that there are.',
  fields: { prlist: utf8('srvloc.srvtypereq.prlist'), authority: authority(), scopes: utf8('srvloc.srvtypereq.scopelist') },
}));
/** Types of services. @see RFC 2608 §10.2 */
export const SLPServiceTypeReply = layer('SLPServiceTypeReply', () => ({
  ...spec('§10.2'),
  about: 'The types of services that there are.',
  fields: { error: error(), types: utf8('srvloc.srvtyperply.srvtypelist') },
}));
/** A service agent is here. @see RFC 2608 §8.6 */
export const SLPSAAdvert = layer('SLPSAAdvert', () => ({
  ...spec('§8.6'),
  about: 'A service agent is here.',
  fields: {
    url: utf8('srvloc.saadvert.url'),
    scopes: utf8('srvloc.saadvert.scopelist'),
    attributes: utf8('srvloc.saadvert.attrlist'),
    ...signatures('srvloc.saadvert.authcount'),
  },
}));

/** Asks for services, in version 1. @see RFC 2165 §5 */
export const SLPv1ServiceRequest = layer('SLPv1ServiceRequest', () => ({
  ...old('§5'),
  about: 'Asks for services (version 1).',
  fields: { prlist: utf8('srvloc.srvreq.prlist'), predicate: utf8('srvloc.srvreq.predicate') },
}));
/** Where services are, in version 1. @see RFC 2165 §6 */
export const SLPv1ServiceReply = layer('SLPv1ServiceReply', () => ({
  ...old('§6'),
  about: 'Where services are (version 1).',
  fields: {
    error: error('srvloc.err'),
    count: u16({ counts: 'urls', wireshark: 'srvloc.srvreq.urlcount' }),
    urls: records(() => SLPv1URL),
  },
}));
/** Registers a service, in version 1. @see RFC 2165 §9 */
export const SLPv1ServiceRegister = layer('SLPv1ServiceRegister', () => ({
  ...old('§9'),
  about: 'Registers a service (version 1).',
  fields: { url: record(() => SLPv1URL), attributes: utf8('srvloc.srvreq.attrlist') },
}));
/** Takes a registration back, in version 1. @see RFC 2165 §11 */
export const SLPv1ServiceDeregister = layer('SLPv1ServiceDeregister', () => ({
  ...old('§11'),
  about: 'Takes a registration back (version 1).',
  fields: { url: utf8('srvloc.url.url'), tags: utf8('srvloc.srvdereq.taglist') },
}));
/** Confirms a registration, in version 1. @see RFC 2165 §10 */
export const SLPv1ServiceAck = layer('SLPv1ServiceAck', () => ({
  ...old('§10'),
  about: 'Confirms a registration (version 1).',
  fields: { error: error('srvloc.err') },
}));
/** Asks for attributes, in version 1. @see RFC 2165 §13 */
export const SLPv1AttributeRequest = layer('SLPv1AttributeRequest', () => ({
  ...old('§13'),
  about: 'Asks for attributes (version 1).',
  fields: {
    prlist: utf8('srvloc.attrreq.prlist'),
    url: utf8('srvloc.attrreq.url'),
    scopes: utf8('srvloc.attrreq.scopelist'),
    attributes: utf8('srvloc.attrreq.attrlist'),
  },
}));
/** Attributes, in version 1. @see RFC 2165 §14 */
export const SLPv1AttributeReply = layer('SLPv1AttributeReply', () => ({
  ...old('§14'),
  about: 'Attributes of a service (version 1).',
  fields: { error: error(), attributes: utf8('srvloc.attrrply.attrlist') },
}));
/** A directory agent is here, in version 1. @see RFC 2165 §15 */
export const SLPv1DAAdvert = layer('SLPv1DAAdvert', () => ({
  ...old('§15'),
  about: 'A directory agent is here (version 1).',
  fields: { error: error('srvloc.err'), url: utf8('srvloc.daadvert.url'), scopes: utf8('srvloc.daadvert.scopelist') },
}));
/** Asks for types of services, in version 1. @see RFC 2165 §7 */
export const SLPv1ServiceTypeRequest = layer('SLPv1ServiceTypeRequest', () => ({
  ...old('§7'),
  about: 'Asks for the types of services (version 1).',
  fields: { prlist: utf8('srvloc.srvtypereq.prlist'), authority: authority(), scopes: utf8('srvloc.srvtypereq.scopelist') },
}));

/** By function, from 1. */
export const bodies = (): readonly AnyLayer[] => [
  SLPServiceRequest,
  SLPServiceReply,
  SLPServiceRegister,
  SLPServiceDeregister,
  SLPServiceAck,
  SLPAttributeRequest,
  SLPAttributeReply,
  SLPDAAdvert,
  SLPServiceTypeRequest,
  SLPServiceTypeReply,
  SLPSAAdvert,
];

/** The same of version 1, which has a count and types one behind another in the last. */
export const oldBodies = (): readonly AnyLayer[] => [
  SLPv1ServiceRequest,
  SLPv1ServiceReply,
  SLPv1ServiceRegister,
  SLPv1ServiceDeregister,
  SLPv1ServiceAck,
  SLPv1AttributeRequest,
  SLPv1AttributeReply,
  SLPv1DAAdvert,
  SLPv1ServiceTypeRequest,
];
