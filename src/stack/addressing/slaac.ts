/** An address from what a router advertises: stateless autoconfiguration (RFC 4862, RFC 4861 §6.3, RFC 8106). */
import { readIpv6, readMac } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import { parseAddress } from '../../bytes/any-address.ts';
import { groupMac } from '../../exchange/groups.ts';
import type { WheelTimer } from '../../host/timer-wheel.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ICMPv6ND_RA, ICMPv6ND_RS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import type { Stack } from '../stack.ts';
import type { AddressKeeper, Probe } from './keeper.ts';

/** What a router says of its link. */
export interface Advertised {
  /** The router, by its link-local address; undefined: it routes for nobody. */
  readonly router: string | undefined;
  /** Prefixes that hosts make themselves addresses of. */
  readonly prefixes: readonly string[];
  readonly nameServers: readonly string[];
}

const ALL_ROUTERS = 'ff02::2';
/** RFC 4861 §10. */
const SOLICITATIONS = 3;
const INTERVAL_MS = 4000;
/** RFC 7217 §7: so often another one is made, when somebody has it. */
const TRIES = 3;
/** RFC 4862 §5.5.3 d: the rest of an address is ours. */
const PREFIX = 64;

/** What a router advertisement says; undefined: it is none, or it came from beyond the link (RFC 4861 §6.1.2). */
export function advertisedBy(p: Packet): Advertised | undefined {
  const ip = p.get(IPv6);
  const ra = p.get(ICMPv6ND_RA);
  if (ip === undefined || ra === undefined || ip.hlim !== 255 || !/^fe[89ab]/i.test(ip.src)) return undefined;
  const prefixes: string[] = [];
  const nameServers: string[] = [];
  for (const option of ra.options as unknown as readonly unknown[]) {
    if (!Array.isArray(option)) continue;
    const [name, value] = option as [string, Record<string, unknown>];
    if (name === 'PrefixInfo' && value['A'] === 1 && value['prefixlen'] === PREFIX && Number(value['validlifetime']) > 0) {
      const prefix = String(value['prefix']);
      if (!/^fe[89ab]/i.test(prefix)) prefixes.push(`${prefix}/${PREFIX}`);
    } else if (name === 'RDNSS' && Number(value['lifetime']) > 0) nameServers.push(...(value['dns'] as string[]));
  }
  return { router: ra.routerlifetime > 0 ? ip.src : undefined, prefixes, nameServers };
}

/**
 * Takes a link-local address, asks for routers, and takes an address of each prefix that one advertises, with a last half by chance (RFC 8981).
 * @throws ERR_NEIGHBOUR when no router advertises a prefix in time
 */
export async function slaac(stack: Stack, keeper: AddressKeeper, probe: Probe, timeoutMs: number): Promise<Advertised> {
  const own = await claimIn(stack, keeper, 'fe80::/64', probe);
  const said = await askRouters(stack, own, timeoutMs);
  for (const prefix of said.prefixes) await claimIn(stack, keeper, prefix, probe);
  return said;
}

async function claimIn(stack: Stack, keeper: AddressKeeper, prefix: string, probe: Probe): Promise<string> {
  for (let i = 1; ; i++) {
    const address = inPrefix(stack, prefix);
    try {
      await keeper.claim(`${address}/${PREFIX}`, probe);
      return address;
    } catch (error) {
      if (i === TRIES) throw error;
    }
  }
}

function inPrefix({ surroundings: { random } }: Stack, prefix: string): string {
  const octets = Uint8Array.from(parseAddress(parsePrefix(prefix).network));
  const view = new DataView(octets.buffer);
  view.setUint32(8, random.u32());
  view.setUint32(12, random.u32());
  return readIpv6(octets, 0);
}

function askRouters(stack: Stack, src: string, timeoutMs: number): Promise<Advertised> {
  return new Promise((resolve, reject) => {
    const mac = readMac(stack.wire.mac ?? new Uint8Array(6), 0);
    let left = SOLICITATIONS;
    let timer: WheelTimer | undefined;
    const endMs = stack.surroundings.clock.monotonic() + timeoutMs;
    const end = stack.watch((p) => {
      const said = advertisedBy(p);
      if (said === undefined || said.prefixes.length === 0) return;
      end();
      timer?.cancel();
      resolve(said);
    });
    const ask = (): void => {
      const leftMs = endMs - stack.surroundings.clock.monotonic();
      if (leftMs <= 0) {
        end();
        reject(
          new PacketwrightError('ERR_NEIGHBOUR', `no router advertised a prefix within ${timeoutMs} ms`, {
            remedy: 'give an address by hand; or ask with dhcp',
          }),
        );
        return;
      }
      if (left-- > 0) {
        stack.output.frame(
          packet(
            Ether({ src: mac, dst: readMac(groupMac(ALL_ROUTERS), 0) }),
            IPv6({ src, dst: ALL_ROUTERS, hlim: 255 }),
            ICMPv6ND_RS({ options: [['SrcLLAddr', mac]] }),
          ).bytes,
        );
        stack.output.flush();
      }
      const wait = Math.min(INTERVAL_MS, leftMs);
      if (timer === undefined) timer = stack.wheel.set(wait, ask);
      else timer.renew(wait);
    };
    ask();
  });
}
