/** Options of DHCPv6 messages, and what comes in at a client. */
import type { Mac } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import type { ReadOf } from '../../../packet/spec/field.ts';
import { DHCP6_Advertise, DHCP6_Reply } from '../../../protocols/application/dhcpv6/dhcpv6.ts';
import { type dhcp6Options, dhcp6OptionKinds } from '../../../protocols/application/dhcpv6/options.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS } from '../../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';

/** An option of DHCPv6 as it is read: its name or number, and its value. */
export type Dhcp6Option = ReadOf<ReturnType<typeof dhcp6Options>>[number];
type Name = Extract<Dhcp6Option[0], string>;
type Value<N> = Exclude<Extract<Dhcp6Option, readonly [N, unknown]>[1], Uint8Array>;

/** The values of all options of that name, without those that could not be read. */
export const options6 = <N extends Name>(options: readonly Dhcp6Option[], name: N): Value<N>[] =>
  options.flatMap(([there, value]) => (there === name && value !== undefined && !(value instanceof Uint8Array) ? [value as Value<N>] : []));
export const option6 = <N extends Name>(options: readonly Dhcp6Option[], name: N): Value<N> | undefined => options6(options, name)[0];
export const hasOption6 = (options: readonly Dhcp6Option[], name: Name): boolean => options.some(([there]) => there === name);

/** Its number in the spec's registry. */
export const option6Number = (wanted: string): number =>
  Number(Object.entries(dhcp6OptionKinds()).find(([, { name }]) => name === wanted)?.[0]);

/** An answer of a server, or a sign of life of a neighbour. */
export type Dhcp6Input =
  | {
      readonly kind: 'advertise' | 'reply';
      readonly trid: number;
      readonly options: readonly Dhcp6Option[];
      /** RFC 8415 §21.13; 0 where the message has none. */
      readonly status: number;
      readonly packet: Packet;
    }
  | { readonly kind: 'neighbour'; readonly target: string };

/** The message of a server in a packet. */
export const messageOf = (p: Packet<any>) => p.get(DHCP6_Reply) ?? p.get(DHCP6_Advertise);

const statusOf = (options: readonly Dhcp6Option[]): number => option6(options, 'StatusCode')?.statuscode ?? 0;

/** What a frame says to a client; undefined where it says nothing. Never throws. @param mac the client's */
export function dhcp6Input(p: Packet<any>, mac: Mac): Dhcp6Input | undefined {
  const advertised = p.get(ICMPv6ND_NA)?.tgt;
  if (advertised !== undefined) return { kind: 'neighbour', target: advertised };
  // Who looks whether the address is free has none yet (RFC 4862 §5.4.3).
  const solicited = p.get(IPv6)?.src === '::' ? p.get(ICMPv6ND_NS)?.tgt : undefined;
  if (solicited !== undefined) return { kind: 'neighbour', target: solicited };
  const message = messageOf(p);
  if (message === undefined) return undefined;
  const { options, trid } = message;
  // §16: an answer without the client's own identifier, or the server's, is none.
  const client = option6(options, 'ClientId') as readonly [number, { readonly lladdr?: unknown }] | undefined;
  if (client?.[1]?.lladdr !== mac || !hasOption6(options, 'ServerId')) return undefined;
  const inner = [
    ...options6(options, 'IA_NA').map(({ ianaopts }) => statusOf(ianaopts as readonly Dhcp6Option[])),
    ...options6(options, 'IA_PD').map(({ iapdopt }) => statusOf(iapdopt as readonly Dhcp6Option[])),
  ];
  const status = statusOf(options) || (inner.length > 0 && inner.every((code) => code !== 0) ? (inner[0] as number) : 0);
  return { kind: p.has(DHCP6_Reply) ? 'reply' : 'advertise', trid, options, status, packet: p as Packet };
}
