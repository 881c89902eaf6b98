/** What commands that speak over a stack of ours have in common: where it runs, and its packets as they go. */
import { gather } from '../../gather.ts';
import { IP } from '../../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';
import { ARP } from '../../../protocols/network/arp.ts';
import { dissect } from '../../../protocols/protocols.ts';
import type { OpenStack } from '../../../stack/open-stack.ts';
import type { CommandIo, CommonOptions, OptionSpec } from '../../command.ts';
import { hostOf } from '../../command-host.ts';

/** Options of the place. */
export interface PlaceOptions extends CommonOptions {
  readonly address?: readonly string[];
  readonly gateway?: string;
  readonly probe?: boolean;
  readonly trace?: boolean;
}

export const placeOptions: readonly OptionSpec[] = [
  {
    flags: '--address <address>',
    help: 'speak from this address, which nobody has: 192.0.2.7/24; or dhcp, slaac. Without it from this host’s own, the kernel’s resets held back',
    parse: gather,
  },
  { flags: '--gateway <address>', help: 'the router to other networks, for --address' },
  { flags: '--no-probe', help: 'take the address without asking whether somebody has it' },
  { flags: '--trace', help: 'list every packet as it goes, on standard error' },
];

/** Where a stack runs, and the way to end it. */
export interface Place {
  readonly open: OpenStack;
  close(): Promise<void>;
}

/** @param to an address that will be spoken to: it decides about the interface, where none is named */
export async function openPlace(o: PlaceOptions, io: CommandIo, to: string | undefined, signal: AbortSignal = io.signal): Promise<Place> {
  const { stackOn } = await import('../../../stack/open-stack.ts');
  const host = await hostOf(o);
  let open: OpenStack | undefined;
  try {
    const iface = o.interface ?? (to === undefined ? undefined : await wayTo(host, to));
    const began = host.clock.monotonic();
    const tell = (line: string): void => (io.writeError ?? io.warn)(`${line}\n`);
    open = await stackOn(host, {
      ...(iface !== undefined && { iface }),
      ...(o.address !== undefined && { address: o.address }),
      ...(o.gateway !== undefined && { gateway: o.gateway }),
      ...(o.probe === false && { probe: false }),
      signal,
      ...(o.trace && {
        onFrame: (octets: Uint8Array, way: 'in' | 'out') => {
          const p = dissect(octets);
          // Of an interface's other packets nothing is told.
          if (way === 'in' && open !== undefined && !isOurs(open, p)) return;
          tell(`${((host.clock.monotonic() - began) / 1000).toFixed(6).padStart(10)} ${way === 'in' ? '<' : '>'} ${p.summary()}`);
        },
      }),
    });
  } catch (error) {
    await host.close();
    throw error;
  }
  const made = open;
  return {
    open: made,
    close: async () => {
      await partings(made);
      await made.close();
      await host.close();
    },
  };
}

/** How long the last words of a connection may take, ms. */
const PARTING_MS = 200;

/** Connections that are being closed are, before the stack goes: else the other end would tell nobody that it has ended as well, again and again. */
async function partings({ stack }: OpenStack): Promise<void> {
  const endMs = performance.now() + PARTING_MS;
  const isParting = (): boolean => [...stack.tcp.connections].some(({ isFinishing, state }) => isFinishing && state !== 'TIME-WAIT');
  while (isParting() && performance.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function wayTo(host: Awaited<ReturnType<typeof hostOf>>, to: string): Promise<string | undefined> {
  const [address] = await host.resolve(to).catch(() => []);
  return address === undefined ? undefined : (await host.route(address).catch(() => undefined))?.iface;
}

function isOurs({ stack }: OpenStack, p: ReturnType<typeof dissect>): boolean {
  const ip = p.get(IP) ?? p.get(IPv6);
  const is = (address: string): boolean => stack.addresses.isOurs(address);
  if (ip !== undefined) return is(ip.dst) || /^ff/.test(ip.dst);
  const arp = p.get(ARP);
  return arp !== undefined && (is(arp.pdst) || is(arp.psrc));
}
