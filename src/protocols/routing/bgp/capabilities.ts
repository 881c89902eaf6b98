/** What a BGP speaker says in its OPEN that it can do. @see RFC 5492; IANA: "Capability Codes" */
import { bits, u16, u24, u32, u8 } from '../../../packet/fields/integers.ts';
import { list, record, records } from '../../../packet/fields/lists.ts';
import { octets, text } from '../../../packet/fields/octets.ts';
import { option, optionList } from '../../../packet/fields/options.ts';
import { sized } from '../../../packet/fields/sized.ts';
import { layer } from '../../../packet/layer/layer.ts';
import { addressFamilies, subsequentFamilies } from './names.ts';

const afi = (wireshark?: string) => u16({ default: 1, names: addressFamilies, ...(wireshark !== undefined && { wireshark }) });
const safi = (wireshark?: string) => u8({ default: 1, names: subsequentFamilies, ...(wireshark !== undefined && { wireshark }) });

/** @see RFC 4760 §8 */
export const BGPCapMultiprotocol = layer('BGPCapMultiprotocol', () => ({
  about: 'An address family whose routes the speaker understands.',
  source: 'RFC 4760 §8',
  fields: { afi: afi('bgp.cap.mp.afi'), reserved: u8({ wireshark: 'bgp.cap.reserved' }), safi: safi('bgp.cap.mp.safi') },
}));

/** @see RFC 8950 §4 */
export const BGPCapNextHop = layer('BGPCapNextHop', () => ({
  about: 'An address family whose next hops may belong to another family.',
  source: 'RFC 8950 §4',
  fields: {
    afi: afi(),
    safi: u16({ default: 1, names: subsequentFamilies }),
    nexthop_afi: u16({ default: 2, names: addressFamilies }),
  },
}));

/** @see RFC 4724 §3 */
export const BGPCapGRFamily = layer('BGPCapGRFamily', () => ({
  about: 'A family whose routes are kept while the speaker restarts.',
  source: 'RFC 4724 §3',
  fields: {
    afi: afi('bgp.cap.gr.afi'),
    safi: safi('bgp.cap.gr.safi'),
    flags: u8({ hex: true, wireshark: 'bgp.cap.gr.flag', about: '0x80: forwarding went on' }),
  },
}));

/** @see RFC 4724 §3; RFC 8538 §2 */
export const BGPCapGracefulRestart = layer('BGPCapGracefulRestart', () => ({
  about: 'Asks the other side to keep the routes while this speaker restarts.',
  source: 'RFC 4724 §3; RFC 8538 §2',
  fields: {
    restart_flags: bits(4, { hex: true, about: '8: it has restarted; 4: NOTIFICATION does not end it' }),
    restart_time: bits(12, { wireshark: 'bgp.cap.gr.timers.restart_time', about: 'seconds' }),
    entries: records(() => BGPCapGRFamily),
  },
}));

/** @see RFC 9494 §3 */
export const BGPCapLongLived = layer('BGPCapLongLived', () => ({
  about: 'An address family whose stale routes are kept for a long time.',
  source: 'RFC 9494 §3',
  fields: {
    afi: afi(),
    safi: safi(),
    flags: u8({ hex: true }),
    stale_time: u24({ about: 'seconds' }),
  },
}));

/** @see RFC 7911 §4 */
export const BGPCapAddPath = layer('BGPCapAddPath', () => ({
  about: 'A family whose routes may have several paths.',
  source: 'RFC 7911 §4',
  fields: {
    afi: afi('bgp.cap.ap.afi'),
    safi: safi('bgp.cap.ap.safi'),
    send_receive: u8({ default: 1, names: { receive: 1, send: 2, both: 3 }, wireshark: 'bgp.cap.ap.sendreceive' }),
  },
}));

/** @see RFC 5291 §5 */
export const BGPCapORFType = layer('BGPCapORFType', () => ({
  about: 'A type of filters, and whether they are sent or received.',
  source: 'RFC 5291 §5',
  fields: { type: u8({ wireshark: 'bgp.cap.orf.type' }), send_receive: u8({ wireshark: 'bgp.cap.orf.sendreceive' }) },
}));

/** @see RFC 5291 §5 */
export const BGPCapORF = layer('BGPCapORF', () => ({
  about: 'A family whose routes the other side may filter.',
  source: 'RFC 5291 §5',
  fields: {
    afi: afi('bgp.cap.orf.afi'),
    reserved: u8(),
    safi: safi('bgp.cap.orf.safi'),
    orf_number: u8({ counts: 'entries', wireshark: 'bgp.cap.orf.number' }),
    entries: records(() => BGPCapORFType),
  },
}));

/** @see draft-walton-bgp-hostname-capability-02 */
export const BGPCapFQDN = layer('BGPCapFQDN', () => ({
  about: 'The name of the speaker.',
  source: 'draft-walton-bgp-hostname-capability-02',
  fields: {
    hostname: sized('u8', text({ encoding: 'utf8', wireshark: 'bgp.cap.orf.fqdn.hostname' })),
    domain: sized('u8', text({ encoding: 'utf8', wireshark: 'bgp.cap.orf.fqdn.domain_name' })),
  },
}));

/** @internal The list of capabilities. */
export const capabilities = () =>
  optionList({
    wireshark: { type: 'bgp.cap.type', length: 'bgp.cap.length' },
    kinds: {
      1: option(
        'Multiprotocol',
        record(() => BGPCapMultiprotocol),
      ),
      2: option('RouteRefresh'),
      3: option(
        'ORF',
        records(() => BGPCapORF),
      ),
      5: option(
        'ExtendedNextHop',
        records(() => BGPCapNextHop),
      ),
      6: option('ExtendedMessage'),
      7: option('BGPsec', octets()),
      8: option('MultipleLabels', octets()),
      9: option('Role', u8({ names: { provider: 0, 'route server': 1, 'route server client': 2, customer: 3, peer: 4 } })),
      64: option(
        'GracefulRestart',
        record(() => BGPCapGracefulRestart),
      ),
      65: option('FourOctetAS', u32({ wireshark: 'bgp.cap.4as' })),
      67: option('Dynamic', list(u8())),
      68: option('Multisession', octets()),
      69: option(
        'AddPath',
        records(() => BGPCapAddPath),
      ),
      70: option('EnhancedRouteRefresh'),
      71: option(
        'LongLivedGracefulRestart',
        records(() => BGPCapLongLived),
      ),
      73: option(
        'FQDN',
        record(() => BGPCapFQDN),
      ),
      // Before they had numbers from IANA.
      128: option('CiscoRouteRefresh'),
      130: option(
        'CiscoORF',
        records(() => BGPCapORF),
      ),
      131: option('CiscoMultisession', octets()),
    },
  });
