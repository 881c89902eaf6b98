/** A packet in one line, in scapy 2.5's words. */
import { layerSummary, summaryText as libraryText } from '../../packet/display/summary.ts';
import { shownPacket } from '../../packet/display/unresolved.ts';
import type { Laid } from '../../packet/laid/laid.ts';
import { REPR } from '../python/behaviour.ts';
import { addressOf, Net } from './net.ts';
import type { ScapyPacket } from './scapy-packet.ts';
import { fieldText } from './text.ts';
import { isSeveralIn } from './to-given.ts';

/** `own`: this layer's words alone. A packet that stands for several is told with its sets of addresses and ports, and else by the first. */
export function summaryText(p: ScapyPacket, o: { readonly own?: boolean } = {}): string {
  const laid = shownPacket((p.under === undefined ? p.made({ fill: true, single: true }) : cutOff(p)) as unknown as Laid);
  return withSets(p, withNames(p, inScapysWords(o.own === true ? layerSummary(laid, 0) : libraryText(laid))));
}

/** A name that was not looked up stands where its address will. */
function withNames(p: ScapyPacket, text: string): string {
  const name = p.chain().flatMap(({ given, layer }) => {
    const dst = given.get('dst');
    // A hardware address is no name.
    const isNet = layer.layout.byName.get('dst')?.kind.value !== 'mac';
    const net = typeof dst === 'string' && isNet ? addressOf(dst) : dst;
    return net instanceof Net && net.hostName !== undefined ? [net[REPR]()] : [];
  })[0];
  return name === undefined ? text : text.replace(/ > (?:0\.0\.0\.0|::)(?=[:\s]|$)/, () => ` > ${name}`);
}

/** `A:PORT > B:PORT`, `who has B says A`: a set stands there as it was written, not by its first value. */
function withSets(p: ScapyPacket, text: string): string {
  if (!p.isTemplate) return text;
  const nodes = p.chain();
  const set = (node: ScapyPacket | undefined, name: string): string | undefined => {
    const slot = node?.slot(name);
    return slot !== undefined && isSeveralIn(slot, node?.given.get(name)) ? fieldText(node as ScapyPacket, slot) : undefined;
  };
  const arp = nodes.find(({ layer }) => layer.layerName === 'ARP');
  if (arp !== undefined)
    return text.replace(
      /who has (\S+) says (\S+)/,
      (_, to: string, from: string) => `who has ${set(arp, 'pdst') ?? to} says ${set(arp, 'psrc') ?? from}`,
    );
  const network = nodes.findLast((node) => node.slot('src') !== undefined && node.slot('dst') !== undefined);
  const transport = network?.payload?.slot('sport') === undefined ? undefined : network.payload;
  // Of a packet in a packet, nobody knows whose addresses these are.
  if (network === undefined || text.split(' > ').length !== 2) return text;
  const end = (token: string, address: string, port: string): string => {
    const at = transport === undefined ? token.length : token.lastIndexOf(':');
    const own = at < 0 ? token.length : at;
    const behind = token.slice(own + 1);
    return `${set(network, address) ?? token.slice(0, own)}${behind === '' ? '' : `:${set(transport, port) ?? behind}`}`;
  };
  return text.replace(/(\S+) > (\S+)/, (_, from: string, to: string) => `${end(from, 'src', 'sport')} > ${end(to, 'dst', 'dport')}`);
}

/** A layer that lies in others is told without them. */
const cutOff = (p: ScapyPacket): unknown => p.copy().made({ fill: true, single: true });

/** scapy shows the names of DNS as the octets that they are in Python, and a space behind. */
const inScapysWords = (text: string): string =>
  text
    .replace(/DNS (?:Qry|Ans)$/, '$& ')
    .replace(
      /(DNS (?:Qry|Ans)) "(.*)"$/,
      (_, head: string, name: string) => `${head} "${/^[\d.]+$|^[\da-f:]+$/i.test(name) ? name : `b'${name}'`}" `,
    );
