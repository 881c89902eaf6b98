/** Border Gateway Protocol 4: the header, and the messages behind it. */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { choose, mayEnd } from '../../../packet/fields/conditional.ts';
import { fixedHex } from '../../../packet/fields/hex-text.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { known } from '../../../packet/fields/known.ts';
import { list, records } from '../../../packet/fields/lists.ts';
import { namesBy } from '../../../packet/fields/names-by.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { ipv4Prefix } from '../../../packet/fields/special/prefixes.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { pathAttributes } from './attributes.ts';
import { capabilities } from './capabilities.ts';
import { addressFamilies, errorCodes, errorSubcodes, subsequentFamilies } from './names.ts';
import { knownOfUpdate, learnOpen, type UpdateKnown } from './peers.ts';

const MARKER = 'ff'.repeat(16);
/** Octets of a header. */
const LEAST = 19;

const marker = () => fixedHex(16, { default: MARKER, wireshark: 'bgp.marker', about: 'all ones (RFC 4271 §4.1)' });
const type = (number: number, selects?: string) =>
  u8({
    default: number,
    names: { OPEN: 1, UPDATE: 2, NOTIFICATION: 3, KEEPALIVE: 4, 'ROUTE-REFRESH': 5, DYNAMIC_CAP: 6 },
    wireshark: 'bgp.type',
    ...(selects !== undefined && { selects }),
  });

/** A segment may begin in the middle of a message: only where the marker stands, one begins, with a length that a header has. */
function begins(b: Uint8Array, start: number, end: number): boolean {
  if (end - start < LEAST) return false;
  for (let q = start; q < start + 16; q++) if (b[q] !== 0xff) return false;
  return (((b[start + 16] as number) << 8) | (b[start + 17] as number)) >= LEAST;
}

/** What every message of BGP begins with. Several stand one behind another in a segment. @see RFC 4271 §4.1 */
export const BGPHeader = layer('BGPHeader', () => ({
  title: 'HEADER',
  about: 'Border Gateway Protocol: the header of every message.',
  source: 'RFC 4271 §4.1',
  wireshark: 'bgp',
  begins,
  repeats: true,
  fields: {
    marker: marker(),
    len: u16({ measures: 'layer', wireshark: 'bgp.length', about: 'octets of the message and this header' }),
    type: type(4, 'bgp.type'),
  },
}));

/** A header without a message, which says that its sender is alive. @see RFC 4271 §4.4 */
export const BGPKeepAlive = layer('BGPKeepAlive', () => ({
  title: 'KEEPALIVE',
  about: 'Says that its sender is alive.',
  source: 'RFC 4271 §4.4',
  wireshark: 'bgp',
  begins,
  repeats: () => BGPHeader,
  fields: { marker: marker(), len: u16({ measures: 'header', default: LEAST, wireshark: 'bgp.length' }), type: type(4) },
}));

/** Opens a connection. @see RFC 4271 §4.2 */
export const BGPOpen = layer('BGPOpen', () => ({
  title: 'OPEN',
  about: 'Opens a connection: who the speaker is, and what it can do.',
  source: 'RFC 4271 §4.2; RFC 5492',
  wireshark: '',
  greedy: true,
  fields: {
    version: u8({ default: 4, wireshark: 'bgp.open.version' }),
    my_as: u16({ wireshark: 'bgp.open.myas', about: '23456 where it needs 4 octets (RFC 6793)' }),
    hold_time: u16({ wireshark: 'bgp.open.holdtime', about: 'seconds' }),
    bgp_id: ipv4({ wireshark: 'bgp.open.identifier' }),
    opt_param_len: u8({ measures: 'opt_params', wireshark: 'bgp.open.opt.len' }),
    opt_params: optionList({
      wireshark: { type: 'bgp.open.opt.param.type', length: 'bgp.open.opt.param.len' },
      // RFC 4271 §4.2 had authentication, which nobody has.
      kinds: { 1: option('Authentication', octets()), 2: option('Capabilities', capabilities()) },
    }),
  },
  learns: ({ opt_params }, at, session) => learnOpen(opt_params, at, session),
}));

/** A route that is one of several to its network. @see RFC 7911 §3 */
export const BGPPathPrefix = layer('BGPPathPrefix', () => ({
  about: 'A route, with a number that distinguishes it from others to the same network.',
  source: 'RFC 7911 §3',
  fields: {
    path_id: u32({ wireshark: 'bgp.nlri_path_id' }),
    prefix: ipv4Prefix({ wireshark: 'bgp.nlri_prefix' }),
  },
}));

/** Routes of IPv4; with path identifiers where both speakers have said so. Routes with and without them cannot be told apart. */
const ipv4Routes = (wireshark: string) =>
  known(
    ({ paths }: UpdateKnown) => (paths === true ? records(() => BGPPathPrefix, { rest: true }) : undefined),
    list(ipv4Prefix({ wireshark }), { rest: true }),
  );

/** New routes, and routes that are no longer there. @see RFC 4271 §4.3 */
export const BGPUpdate = layer('BGPUpdate', () => ({
  title: 'UPDATE',
  about: 'Announces new routes and withdraws old ones.',
  source: 'RFC 4271 §4.3',
  wireshark: '',
  greedy: true,
  fields: {
    withdrawn_routes_len: u16({ measures: 'withdrawn_routes', wireshark: 'bgp.update.withdrawn_routes.length' }),
    withdrawn_routes: ipv4Routes('bgp.withdrawn_prefix'),
    path_attr_len: u16({ measures: 'path_attr', wireshark: 'bgp.update.path_attributes.length' }),
    path_attr: pathAttributes(),
    nlri: ipv4Routes('bgp.nlri_prefix'),
  },
  needs: (_self, at, session) => knownOfUpdate(at, session),
}));

/** Tells of an error, and ends the connection. @see RFC 4271 §4.5 */
export const BGPNotification = layer('BGPNotification', () => ({
  title: 'NOTIFICATION',
  about: 'Reports an error and ends the connection.',
  source: 'RFC 4271 §4.5; RFC 9003',
  wireshark: '',
  greedy: true,
  fields: {
    error_code: u8({ names: errorCodes, wireshark: 'bgp.notify.major_error' }),
    error_subcode: u8({ ...namesBy('error_code', errorSubcodes) }),
    data: choose(
      'error_code',
      {
        // An operator may say why (RFC 9003 §2).
        Cease: choose(
          'error_subcode',
          { 2: mayEnd(sized('u8', text({ encoding: 'utf8' }))), 4: mayEnd(sized('u8', text({ encoding: 'utf8' }))) },
          octets(),
        ),
      },
      octets(),
    ),
  },
  // Wireshark has a name for the subcodes of each code.
  columns: Object.fromEntries(
    Object.entries({ 1: '', 2: '_open', 3: '_update', 4: '_expired', 5: '_state', 6: '_cease' }).map(([code, name]) => [
      `bgp.notify.minor_error${name}`,
      (self: { error_code: number; error_subcode: number }) => (self.error_code === Number(code) ? self.error_subcode : undefined),
    ]),
  ),
}));

/** Asks for all routes of a family again. @see RFC 2918 §3; RFC 7313 §3.2 */
export const BGPRouteRefresh = layer('BGPRouteRefresh', () => ({
  title: 'ROUTE-REFRESH',
  about: 'Asks for all routes of a family again.',
  source: 'RFC 2918 §3; RFC 7313 §3.2; RFC 5291',
  wireshark: '',
  fields: {
    afi: u16({ default: 1, names: addressFamilies, wireshark: 'bgp.route_refresh.afi' }),
    subtype: u8({ names: { request: 0, BoRR: 1, EoRR: 2 }, wireshark: 'bgp.route_refresh.subtype' }),
    safi: u8({ default: 1, names: subsequentFamilies, wireshark: 'bgp.route_refresh.safi' }),
    orf_data: octets({ about: 'filters of outbound routes (RFC 5291 §4), not decoded' }),
  },
}));
