/** `frame.protocols`: Wireshark's names of a packet's layers, from the outermost in. */
import { messageOf } from '../packet/chain/levels.ts';
import { isPadding } from '../packet/layer/raw.ts';
import { asked } from '../packet/spec/asked.ts';
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

/** Wireshark has no name of its own for EAP in EAPOL. */
const isUnnamed = (below: string | undefined, name: string): boolean => name === '' || (below === 'eapol' && name === 'eap');

/** Wireshark's other names for what UDP carries. */
const OVER_UDP: Readonly<Record<string, string>> = { http: 'ssdp', esp: 'udpencap:esp' };

/** The names of each layer of a shape, none for most that only go on. */
const chains = new WeakMap<Shape, readonly (readonly string[])[]>();

function namesOf(shape: Shape): readonly (readonly string[])[] {
  let known = chains.get(shape);
  if (known !== undefined) return known;
  let below: string | undefined;
  const last = new Map<string, number>();
  known = shape.layers.map((l, i) => {
    const own = l.spec.wireshark ?? l.layerName.toLowerCase();
    const name = below === 'udp' ? (OVER_UDP[own] ?? own) : own;
    // Messages one behind another are one layer to Wireshark, whose dissector walks them and calls others for what each of them carries; so
    // are stacks of labels.
    const before = last.get(name) ?? -1;
    const goesOn = messageOf(l) === undefined ? below === name && STACKS.has(name) : shape.levels?.ends[before] === i;
    last.set(name, i);
    if (isPadding(l) || isUnnamed(below, name) || goesOn) return [];
    const names = [...between(below, name), name];
    below = name;
    return names;
  });
  chains.set(shape, known);
  return known;
}

const texts = new WeakMap<Shape, string>();

/** `eth:ethertype:ip:tcp:data`. `viewOf` gives the layer of that number, for what stands in its fields. */
export function protocolChain(shape: Shape, linkType: number, viewOf?: (i: number) => unknown): string {
  let more: Map<number, readonly string[]> | undefined;
  if (viewOf !== undefined)
    for (const [i, { spec }] of shape.layers.entries()) {
      if (spec.protocols === undefined) continue;
      const inside = asked(() => spec.protocols?.(viewOf(i) as never) ?? [], []);
      if (inside.length > 0) (more ??= new Map()).set(i, inside);
    }
  let chain = more === undefined ? texts.get(shape) : undefined;
  if (chain === undefined) {
    chain = namesOf(shape)
      .flatMap((names, i) => [...names, ...(more?.get(i) ?? [])])
      .join(':');
    if (more === undefined) texts.set(shape, chain);
  }
  return RAW_LINKS.has(linkType) ? `raw:${chain}` : chain;
}
