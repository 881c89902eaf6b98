/** What distinguishes connections beside addresses and ports, as a number. */
import { toHex } from '../../bytes/hex.ts';
import type { PacketObject } from '../../packet/object/packet-object.ts';
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { Dot1AD, Dot1Q } from '../../protocols/link/ethernet.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { GENEVE } from '../../protocols/tunnel/geneve.ts';
import { GRE } from '../../protocols/tunnel/gre.ts';
import { MPLS } from '../../protocols/tunnel/mpls.ts';
import { VXLAN, VXLAN_GPE } from '../../protocols/tunnel/vxlan.ts';
import type { Segment } from './segment.ts';

/** Scopes that are told apart; whatever is beyond is one more, for all. */
const MOST = 65_536;

/** Layers that are a network of their own, and the field that says which. Numbers that differ by direction (GTP's, L2TP's) would part a connection. */
const VLANS = new Map<unknown, string>([
  [Dot1Q, 'vlan'],
  [Dot1AD, 'vlan'],
]);
const TUNNELS = new Map<unknown, string>([
  [VXLAN, 'vni'],
  [VXLAN_GPE, 'vni'],
  [GENEVE, 'vni'],
  [GRE, 'key'],
  [MPLS, 'label'],
]);

export interface ScopeOptions {
  readonly byVlan: boolean;
  readonly byTunnel: boolean;
  readonly byInterface: boolean;
}

export class Scopes {
  readonly #o: ScopeOptions;
  readonly #numbers = new Map<string, number>();

  constructor(o: ScopeOptions) {
    this.#o = o;
  }

  /** The number of the segment's scope; the same for both directions. */
  of(p: PacketObject, s: Segment): number {
    const text = this.#textOf(p, s);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    if (number <= MOST) this.#numbers.set(text, number);
    return Math.min(number, MOST + 1);
  }

  #textOf(p: PacketObject, s: Segment): string {
    const { byVlan, byTunnel, byInterface } = this.#o;
    let text = byInterface ? `${s.iface}` : '';
    const { layers } = p.$shape;
    for (let depth = 0; depth < s.depth; depth++) {
      const layer = layers[depth] as AnyLayer;
      const field = (byVlan ? VLANS.get(layer) : undefined) ?? (byTunnel ? TUNNELS.get(layer) : undefined);
      if (field !== undefined) text += ` ${layer.layerName} ${String((p.view(depth) as unknown as Record<string, unknown>)[field])}`;
      const at = p.$offset(depth);
      // The addresses of what carries it, the lower first; those of the connection itself are in its key.
      if (byTunnel && at < s.ip && layer === IP) text += ends(p.b, at + 12, 4);
      else if (byTunnel && at < s.ip && layer === IPv6) text += ends(p.b, at + 8, 16);
    }
    return text;
  }
}

function ends(b: Uint8Array, at: number, length: number): string {
  const [one, two] = [toHex(b.subarray(at, at + length)), toHex(b.subarray(at + length, at + 2 * length))];
  return one < two ? ` ${one}-${two}` : ` ${two}-${one}`;
}
