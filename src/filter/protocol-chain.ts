/** `frame.protocols`: Wireshark's names of a packet's layers, from the outermost in. */
import { isPadding } from '../packet/layer/raw.ts';
import type { Shape } from '../packet/chain/shape.ts';
import { LINKTYPE } from '../capture/link-types.ts';

/** LINKTYPE_RAW in its numbers: Wireshark has a layer of no octets for it, but none for LINKTYPE_IPV4 and LINKTYPE_IPV6. */
const RAW_LINKS = new Set<number>([12, 14, LINKTYPE.RAW]);

/** Wireshark has a whole stack of these as one layer. */
const STACKS = new Set<string | undefined>(['mpls']);

const chains = new WeakMap<Shape, string>();

/** `eth:ethertype:ip:tcp:data` */
export function protocolChain(shape: Shape, linkType: number): string {
  let chain = chains.get(shape);
  if (chain === undefined) {
    chain = shape.layers
      .filter((l, i, all) => !isPadding(l) && l.spec.wireshark !== '' && !(l === all[i - 1] && STACKS.has(l.spec.wireshark)))
      .map((l) => l.spec.wireshark ?? l.layerName.toLowerCase())
      .join(':');
    chains.set(shape, chain);
  }
  return RAW_LINKS.has(linkType) ? `raw:${chain}` : chain;
}
