/** The line that summary() has for a transport header. */
import type { LayerContext } from '../../packet/spec/context.ts';
import type { NameOf, Names } from '../../packet/spec/names.ts';

/** `TCP 192.0.2.1:http > 192.0.2.2:1024 SA`; without addresses where the layer below has none. */
export function endsText(
  protocol: string,
  { sport, dport }: { readonly sport: number; readonly dport: number },
  at: LayerContext,
  services: Names,
  nameOf: NameOf,
  more = '',
): string {
  const below = at.parent?.fields;
  const src = below?.['src'],
    dst = below?.['dst'];
  const side = (address: unknown, port: number): string =>
    `${address === undefined ? '' : `${String(address)}:`}${nameOf(services, port) ?? port}`;
  return `${protocol} ${side(src, sport)} > ${side(dst, dport)}${more === '' ? '' : ` ${more}`}`;
}
