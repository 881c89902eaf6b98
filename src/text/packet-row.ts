/** A packet as a row of a list: number, time, addresses, protocol, length, information. */
import { readIpv4, readIpv6 } from '../bytes/address.ts';
import { Padding, Raw } from '../packet/layer/raw.ts';
import type { PacketObject } from '../packet/object/packet-object.ts';
import { DNSTCP } from '../protocols/application/dns/dns-tcp.ts';
import { Dot1AD, Dot1Q, Dot3, Ether } from '../protocols/link/ethernet.ts';
import { finalDestination } from '../protocols/network/final-destination.ts';

/** Layers that are no protocol of their own in a list. */
const REST: ReadonlySet<unknown> = new Set([Raw, Padding, Ether, Dot3, Dot1Q, Dot1AD, DNSTCP]);

export interface PacketRow {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly info: string;
}

type Addressed = Readonly<Record<'src' | 'dst' | 'psrc' | 'pdst' | 'hwsrc' | 'hwdst', unknown>>;

const textOf = (address: unknown): string => (typeof address === 'string' ? address : '');

/** Addresses of the innermost layer that has some (ARP's are hardware addresses, as in Ethernet; where a packet goes in the end); the innermost protocol. */
export function packetRow(p: PacketObject, o: { readonly numbers?: boolean } = {}): PacketRow {
  const layers = p.layers();
  let source = '',
    destination = '',
    protocol = layers[0]?.layerName ?? '';
  for (let i = 0; i < layers.length; i++) {
    const layer = layers[i] as (typeof layers)[number];
    // The packet that an ICMP error quotes is not this one.
    if (layer.spec.quotes !== undefined) break;
    if (!REST.has(layer)) protocol = layer.layerName;
    const { byName } = layer.layout;
    if (!byName.has('src') || !byName.has('dst')) continue;
    const view = p.view(i) as unknown as Addressed;
    source = textOf(view.src);
    destination = finalText(p, i) ?? textOf(view.dst);
  }
  return { source, destination, protocol, info: p.summary(o) };
}

/** Of a source route or a routing header: as `ip.dst` and tshark's list have it. Undefined: the header's own. */
function finalText(p: PacketObject, i: number): string | undefined {
  const slot = p.layers()[i]?.layout.byName.get('dst');
  if (slot?.kind.form !== 'fixed' || slot.anchor !== 0) return undefined;
  const octets = slot.bits / 8;
  const final = finalDestination(p, i, { destination: slot.bit / 8, octets });
  if (final === undefined) return undefined;
  return octets === 4 ? readIpv4(final, 0) : readIpv6(final, 0);
}

/** The row as a line in columns; widths as tshark's list has them. */
export function rowLine(number: number, seconds: string, length: number, row: PacketRow): string {
  return `${String(number).padStart(5)} ${seconds.padStart(10)} ${row.source.padStart(12)} → ${row.destination.padEnd(12)} ${row.protocol} ${length} ${row.info}`;
}
