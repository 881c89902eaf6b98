/** Terms that begin with a word of their own. */
import { directionTerm, interfaceTerm } from '../link/capture-facts.ts';
import { geneveTerm, mplsTerm, pppoeSessionTerm, vlanTerm, vxlanTerm } from './encapsulation.ts';
import { atmTerm, byteTerm, ss7Term } from '../link/field-terms.ts';
import type { Generator } from '../link/generator.ts';
import { and, type Condition, constant, equal, equalMasked, load, masked, not, or, test, type Value } from '../conditions/intermediate.ts';
import { linkBroadcast, linkMulticast } from '../link/link-addresses.ts';
import { ETHERTYPE, linkProtocol } from '../link/link-protocol.ts';
import { llcTerm } from '../link/llc-terms.ts';
import { pfTerm } from '../link/pf-terms.ts';
import type { Expression, FieldValue } from '../text/syntax.ts';
import { wlanDirectionTerm, wlanSubtypeTerm, wlanTypeTerm } from '../link/wlan-terms.ts';

export function primitiveTerm(g: Generator, { word, given, at }: Extract<Expression, { kind: 'primitive' }>): Condition {
  const { protocol, number, name, values = [] } = given;
  const length: Value = { kind: 'length' };
  switch (word) {
    case 'less':
      return not(test('greater', length, constant(number as number)));
    case 'greater':
      return test('greaterOrEqual', length, constant(number as number));
    case 'byte':
      return byteTerm(g, number as number, values[0] as FieldValue);
    case 'broadcast':
      if (protocol === 'ip') return ipBroadcast(g, at);
      if (protocol !== undefined && protocol !== 'link') throw g.error(at, `'${protocol}' has no broadcast; the link layer and 'ip' do`);
      return linkBroadcast(g, at);
    case 'multicast':
      switch (protocol) {
        case 'ip': // 224.0.0.0/4 (RFC 5771)
          return and(linkProtocol(g, ETHERTYPE.ip, at), equalMasked(g.networkAt(16, at), 1, 0xe0, 0xf0));
        case 'ip6': // ff00::/8 (RFC 4291 §2.7)
          return and(linkProtocol(g, ETHERTYPE.ip6, at), equal(g.networkAt(24, at), 1, 0xff));
        case undefined:
        case 'link':
          return linkMulticast(g, at);
        default:
          throw g.error(at, `'${protocol}' has no multicast; the link layer, 'ip' and 'ip6' do`);
      }
    case 'inbound':
      return directionTerm(g, false, at);
    case 'outbound':
      return directionTerm(g, true, at);
    case 'ifindex':
      return interfaceTerm(g, number as number, at);
    case 'vlan':
      return vlanTerm(g, number, at);
    case 'mpls':
      return mplsTerm(g, number, at);
    case 'pppoed':
      return linkProtocol(g, ETHERTYPE.pppoeDiscovery, at);
    case 'pppoes':
      return pppoeSessionTerm(g, number, at);
    case 'geneve':
      return geneveTerm(g, number, at);
    case 'vxlan':
      return vxlanTerm(g, number, at);
    case 'llc':
      return llcTerm(g, name, at);
    case 'type':
    case 'subtype':
    case 'dir':
      if (protocol !== undefined && protocol !== 'link') throw g.error(at, `'${protocol}' has no 802.11 frames: write 'wlan ${word}'`);
      return word === 'type'
        ? wlanTypeTerm(g, given, at)
        : word === 'subtype'
          ? wlanSubtypeTerm(g, given, at)
          : wlanDirectionTerm(g, given, at);
    case 'ifname':
    case 'rset':
    case 'rnr':
    case 'srnr':
    case 'reason':
    case 'action':
      return pfTerm(g, word, given, at);
    case 'fisu':
    case 'lssu':
    case 'msu':
    case 'hfisu':
    case 'hlssu':
    case 'hmsu':
    case 'sio':
    case 'opc':
    case 'dpc':
    case 'sls':
    case 'hsio':
    case 'hopc':
    case 'hdpc':
    case 'hsls':
      return ss7Term(g, word, values, at);
    default:
      return atmTerm(g, word, values, at);
  }
}

/** The host part is all zeros or all ones. */
function ipBroadcast(g: Generator, at: number): Condition {
  const { netmask } = g.options;
  // libpcap says "unknown" with all bits set; no network has that mask.
  if (netmask === undefined || netmask === 0xffffffff)
    throw g.error(at, "'ip broadcast' needs the netmask, which is not known", { remedy: 'name the address: dst host 192.0.2.255' });
  const host = masked(load(g.networkAt(16, at), 4), ~netmask >>> 0);
  return and(linkProtocol(g, ETHERTYPE.ip, at), or(test('equal', host, constant(0)), test('equal', host, constant(~netmask))));
}
