/** One option of many: its value in a message, and its number in the registry of the spec. */
import type { DHCPOption } from '../../../protocols/application/dhcp/all-options.ts';
import { dhcpOptions as registered } from '../../../protocols/application/dhcp/options.ts';

type Named<N> = Extract<DHCPOption, readonly [N, unknown]>[1];
/** An option's value where it could be read; octets are what could not. */
export type DhcpValue<N extends DhcpOptionName> = Exclude<Named<N>, Uint8Array>;
/** The name of an option that has a value. */
export type DhcpOptionName = Exclude<Extract<DHCPOption[0], string>, 'pad' | 'end' | 'more' | 'malformed' | 'padding'>;

/** The value; undefined where the option is not there, or its octets are no such value. */
export function optionValue<N extends DhcpOptionName>(options: readonly DHCPOption[], name: N): DhcpValue<N> | undefined {
  const value: unknown = options.find(([there]) => there === name)?.[1];
  return value instanceof Uint8Array ? undefined : (value as DhcpValue<N> | undefined);
}

export const hasOption = (options: readonly DHCPOption[], name: DhcpOptionName): boolean => options.some(([there]) => there === name);

let numbers: Map<string, number> | undefined;

/** Its number; undefined for a name that no option has. */
export function dhcpOptionNumber(name: string): number | undefined {
  numbers ??= new Map(Object.entries(registered).map(([number, kind]) => [kind.name, Number(number)]));
  return numbers.get(name);
}

/** All names of options that a client can ask for. */
export const dhcpOptionNames = (): string[] => Object.values(registered).map(({ name }) => name);
