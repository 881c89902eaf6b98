/** What an ICMP error says: who sent it, about which packet, and why. Of ICMPv6 the same. */
import type { AnyLayer, ViewOf } from '../../packet/spec/spec.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6ParamProblem, ICMPv6TimeExceeded } from '../../protocols/network/icmpv6/errors.ts';
import { IPerror, IPerror6, TCPerror, UDPerror } from '../../protocols/network/quoted.ts';
import { endKey } from './flows.ts';
import { isNetwork, type Seen } from './seen.ts';
import { endText } from './words.ts';

type Kind = 'port' | 'unreachable' | 'ttl' | 'reassembly' | 'too-big' | 'problem';

export interface IcmpError {
  readonly kind: Kind;
  readonly layer: AnyLayer;
  /** The field that says why, and its word for it. */
  readonly field: string;
  readonly word: string;
  /** Who says so. */
  readonly by: string;
  /** The quoted packet's ends; ports where it has some, and whether it is TCP's. */
  readonly src: string;
  readonly dst: string;
  readonly sport: number | undefined;
  readonly dport: number | undefined;
  readonly isTcp: boolean;
  /** The MTU that it tells. */
  readonly mtu: number | undefined;
}

const LAYERS = [ICMP, ICMPv6DestUnreach, ICMPv6PacketTooBig, ICMPv6TimeExceeded, ICMPv6ParamProblem] as readonly AnyLayer[];
/** By type and code of ICMP (RFC 792). */
const KINDS: Readonly<Record<number, (code: number) => Kind>> = {
  3: (code) => (code === 3 ? 'port' : code === 4 ? 'too-big' : 'unreachable'),
  11: (code) => (code === 0 ? 'ttl' : 'reassembly'),
  12: () => 'problem',
};
/** Of ICMPv6 (RFC 4443 §3). */
const KINDS6: typeof KINDS = {
  1: (code) => (code === 4 ? 'port' : 'unreachable'),
  2: () => 'too-big',
  3: (code) => (code === 0 ? 'ttl' : 'reassembly'),
  4: () => 'problem',
};

export function icmpError(seen: Seen): IcmpError | undefined {
  const layers = seen.p.layers();
  const layer = LAYERS.find((one) => layers.includes(one));
  if (layer === undefined) return undefined;
  const icmp = seen.get<{ readonly type: number; readonly code: number; readonly nexthopmtu?: number; readonly mtu?: number }>(layer);
  const ends = seen.get<{ readonly src: string; readonly dst: string }>(
    layer === (ICMP as AnyLayer) ? (IPerror as AnyLayer) : (IPerror6 as AnyLayer),
  );
  const kind = icmp === undefined ? undefined : (layer === (ICMP as AnyLayer) ? KINDS : KINDS6)[icmp.type]?.(icmp.code);
  const by = outerSource(seen, layer);
  if (icmp === undefined || kind === undefined || ends === undefined || by === undefined) return undefined;
  const tcp = seen.get<ViewOf<typeof TCPerror>>(TCPerror as AnyLayer),
    udp = seen.get<ViewOf<typeof UDPerror>>(UDPerror as AnyLayer);
  const field = kind === 'too-big' && layer !== (ICMP as AnyLayer) ? 'mtu' : 'code';
  const mtu = icmp.mtu ?? icmp.nexthopmtu;
  return {
    ...{ kind, layer, field, by, src: ends.src, dst: ends.dst },
    word: field === 'mtu' ? 'packet too big' : seen.p.sprintf(`%${layer.layerName}.code%`).replaceAll('-', ' '),
    sport: tcp?.sport ?? udp?.sport,
    dport: tcp?.dport ?? udp?.dport,
    isTcp: tcp !== undefined,
    mtu: kind === 'too-big' && mtu !== undefined && mtu > 0 ? mtu : undefined,
  };
}

/** Whose error it is: the source of the network layer right before it. */
function outerSource({ p }: Seen, layer: AnyLayer): string | undefined {
  const i = p.layers().slice(0, p.depthOf(layer)).findLastIndex(isNetwork);
  return i < 0 ? undefined : (p.view(i) as unknown as { readonly src: string }).src;
}

export const fromKey = ({ src, sport }: IcmpError): string => endKey(src, sport);
export const toKey = ({ dst, dport }: IcmpError): string => endKey(dst, dport);

/** What the quoted packet was for, in words. */
export const targetText = ({ dst, dport }: IcmpError): string => (dport === undefined ? dst : endText({ address: dst, port: dport }));
