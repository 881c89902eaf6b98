/** `frame.protocols`: Wireshark's names of a packet's layers, from the outermost in. */
import { messageOf } from '../packet/chain/levels.ts';
import { isPadding } from '../packet/layer/raw.ts';
import type { Shape } from '../packet/chain/shape.ts';
import { LINKTYPE } from '../capture/link-types.ts';

/** LINKTYPE_RAW in its numbers: Wireshark has a layer of no octets for it, but none for LINKTYPE_IPV4 and LINKTYPE_IPV6. */
const RAW_LINKS = new Set<number>([12, 14, LINKTYPE.RAW]);

/** Wireshark has a whole stack of these as one layer. */
const STACKS = new Set<string | undefined>(['mpls']);

/** What Wireshark's HTTP/1 hands over to others: it stands before them. */
const FROM_HTTP: ReadonlySet<string> = /* @__PURE__ */ new Set(['http2', 'websocket']);

/** Wireshark has a layer of its own between Per-Packet Information and what it carries. */
function between(below: string | undefined, name: string): readonly string[] {
  if (below === 'tcp' && FROM_HTTP.has(name)) return ['http'];
  if (below !== 'ppi') return [];
  return name.startsWith('wlan') ? ['wlan_radio'] : ['pcap_pktdata'];
}

/** Wireshark's other names for what UDP carries. */
const OVER_UDP: Readonly<Record<string, string>> = { http: 'ssdp', esp: 'udpencap:esp' };

const chains = new WeakMap<Shape, string>();

/** `eth:ethertype:ip:tcp:data` */
export function protocolChain(shape: Shape, linkType: number): string {
  let chain = chains.get(shape);
  if (chain === undefined) {
    const parts: string[] = [];
    const last = new Map<string, number>();
    for (const [i, l] of shape.layers.entries()) {
      const own = l.spec.wireshark ?? l.layerName.toLowerCase();
      const name = parts.at(-1) === 'udp' ? (OVER_UDP[own] ?? own) : own;
      // Messages one behind another are one layer to Wireshark, whose dissector walks them and calls others for what each of them carries; so
      // are stacks of labels.
      const before = last.get(name) ?? -1;
      const goesOn = messageOf(l) === undefined ? parts.at(-1) === name && STACKS.has(name) : shape.levels?.ends[before] === i;
      last.set(name, i);
      if (!isPadding(l) && name !== '' && !goesOn) parts.push(...between(parts.at(-1), name), name);
    }
    chain = parts.join(':');
    chains.set(shape, chain);
  }
  return RAW_LINKS.has(linkType) ? `raw:${chain}` : chain;
}
