/**
 * AS numbers of 2 octets and of 4. Which of them a path has, the capabilities of both speakers say (RFC 6793 §4), which a packet alone does not
 * have. Its octets do nearly always.
 */
import { ipv4 } from '../../../packet/fields/addresses.ts';
import { recordOf, recordsOf } from '../../../packet/fields/alternatives.ts';
import { known } from '../../../packet/fields/known.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { u16, u32, u8 } from '../../../packet/fields/integers.ts';
import { layer } from '../../../packet/layer/layer.ts';
import type { UpdateKnown } from './peers.ts';

const type = () =>
  u8({
    default: 2,
    names: { AS_SET: 1, AS_SEQUENCE: 2, AS_CONFED_SEQUENCE: 3, AS_CONFED_SET: 4 },
    wireshark: 'bgp.update.path_attribute.as_path_segment.type',
  });
const count = (of: string) => u8({ counts: of, wireshark: 'bgp.update.path_attribute.as_path_segment.length' });

/** Segments are of four types, and have AS numbers (RFC 4271 §4.3, RFC 5065 §3, RFC 7606 §7.2). */
const isSegment = (b: Uint8Array, start: number): boolean =>
  (b[start] as number) >= 1 && (b[start] as number) <= 4 && (b[start + 1] as number) > 0;

/** A part of a path, its AS numbers in 2 octets. @see RFC 4271 §4.3 */
export const BGPASPathSegment = layer('BGPASPathSegment', () => ({
  about: 'A part of a path: AS numbers of 2 octets.',
  source: 'RFC 4271 §4.3; RFC 5065 §3',
  // The upper halves of numbers of 4 octets are mostly 0, which is no AS number (RFC 7607).
  begins: (b, start, end) => {
    for (let q = start + 2; q + 1 < end; q += 2) if (b[q] === 0 && b[q + 1] === 0) return false;
    return isSegment(b, start);
  },
  fields: { type: type(), length: count('as'), as: list(u16({ wireshark: 'bgp.update.path_attribute.as_path_segment.as2' })) },
}));

/** A part of a path, its AS numbers in 4 octets. @see RFC 6793 §3 */
export const BGPAS4PathSegment = layer('BGPAS4PathSegment', () => ({
  about: 'A part of a path: AS numbers of 4 octets.',
  source: 'RFC 6793 §3',
  begins: isSegment,
  fields: { type: type(), length: count('as4'), as4: list(u32({ wireshark: 'bgp.update.path_attribute.as_path_segment.as4' })) },
}));

/** Which speaker has put routes together. @see RFC 4271 §5.1.7 */
export const BGPAggregator = layer('BGPAggregator', () => ({
  about: 'The router that aggregated the routes, with an AS number of 2 octets.',
  source: 'RFC 4271 §5.1.7',
  fields: {
    as: u16({ wireshark: 'bgp.update.path_attribute.aggregator_as' }),
    address: ipv4({ wireshark: 'bgp.update.path_attribute.aggregator_origin' }),
  },
}));

/** The same with an AS number of 4 octets. @see RFC 6793 §3 */
export const BGPAS4Aggregator = layer('BGPAS4Aggregator', () => ({
  about: 'The router that aggregated the routes, with an AS number of 4 octets.',
  source: 'RFC 6793 §3',
  fields: {
    as4: u32({ wireshark: 'bgp.update.path_attribute.aggregator_as' }),
    address: ipv4({ wireshark: 'bgp.update.path_attribute.aggregator_origin' }),
  },
}));

/** @internal AS_PATH: segments whose numbers are in `as` or in `as4`. */
export const asPath = () =>
  known(
    ({ as4 }: UpdateKnown) => (as4 === undefined ? undefined : as4 ? records(() => BGPAS4PathSegment) : records(() => BGPASPathSegment)),
    recordsOf(
      () => BGPASPathSegment,
      () => BGPAS4PathSegment,
    ),
  );

/** @internal AGGREGATOR: 6 octets or 8. */
export const aggregator = () =>
  recordOf(
    () => BGPAggregator,
    () => BGPAS4Aggregator,
  );

/** @internal AS4_PATH and AS4_AGGREGATOR: 4 octets whoever sends them. */
export const as4Path = () => records(() => BGPAS4PathSegment);
/** @internal */
export const as4Aggregator = () => record(() => BGPAS4Aggregator);
