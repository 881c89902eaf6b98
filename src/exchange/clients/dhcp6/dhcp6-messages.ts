/** The messages of a DHCPv6 client, as whole frames. @see RFC 8415 §18.2 */
import { parseIpv6, parseMac, readIpv6, readMac } from '../../../bytes/address.ts';
import type { Random } from '../../../bytes/random.ts';
import type { Address, Mac } from '../../../host/host.ts';
import type { Packet } from '../../../packet/laid/packet.ts';
import type { GiveOf } from '../../../packet/spec/field.ts';
import * as D from '../../../protocols/application/dhcpv6/dhcpv6.ts';
import type { dhcp6Options } from '../../../protocols/application/dhcpv6/options.ts';
import { Ether } from '../../../protocols/link/ethernet.ts';
import { ICMPv6ND_NS } from '../../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6 } from '../../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../../protocols/protocols.ts';
import { UDP } from '../../../protocols/transport/udp.ts';
import type { Dhcp6Lease } from './dhcp6-lease.ts';
import { type Dhcp6Option, option6, option6Number } from './dhcp6-options.ts';

/** What a DHCPv6 client asks for. */
export interface Dhcp6Wishes {
  /** An address (IA_NA). Default true. */
  readonly address?: boolean;
  /** A prefix (IA_PD); a number wishes for one of so many bits. Default false. */
  readonly prefix?: boolean | number;
  /** In two messages where the server can do that. Default false. */
  readonly rapidCommit?: boolean;
  /** Only settings (INFORMATION-REQUEST). */
  readonly inform?: boolean;
  /** How long the address is looked for before it is used, ms (RFC 4862 §5.4). 0: not at all. Default 1,000. */
  readonly probeMs?: number;
  /**
   * The most that the first message waits, ms, so that hosts that start together do not ask together (RFC 8415 §18.2.1, §18.2.3, §18.2.6).
   * Default 1,000.
   */
  readonly delayMs?: number;
}

/** What a client knows while it runs; made by {@link dhcp6Memory}. */
export interface Dhcp6Memory {
  readonly wishes: Dhcp6Wishes;
  readonly mac: Mac;
  /** Its link-local address. */
  readonly source: Address;
  readonly random: Random;
  /** ms since 1970. */
  readonly now: () => number;
  trid: number;
  /** When the exchange began, and the last message left, monotonic ms. */
  beganAt: number;
  sentAt: number;
  tries: number;
  /** RFC 8415 §15: until the message is sent again, ms; undefined: not. */
  waitMs: number | undefined;
  /** What INIT waits before it begins, ms: once, by chance; then only after a refusal. */
  pauseMs: number;
  /** §21.24, §21.25: the longest wait of SOLICIT and INFORMATION-REQUEST, ms; servers may change them. */
  solMaxMs: number;
  infMaxMs: number;
  /** A server said that the addresses are of another link. */
  elsewhere: boolean;
  /** The best offer, and how good it is. */
  offer: { readonly packet: Packet; readonly preference: number } | undefined;
  lease: Dhcp6Lease | undefined;
  /** From before: asked for first. */
  remembered: Dhcp6Lease | undefined;
  renewAt: number;
  rebindAt: number;
  endsAt: number;
  settings: { readonly packet: Packet } | undefined;
  /** Why it has no lease. */
  refusal: string | undefined;
}

/** RFC 8415 §7.6: SOL_MAX_DELAY, CNF_MAX_DELAY and INF_MAX_DELAY; SOL_MAX_RT and INF_MAX_RT. */
const DELAY_MS = 1000;
const MAX_RT_MS = 3_600_000;

/** A fresh memory for the machine `dhcp6Client`. @param o.lease of an earlier run */
export function dhcp6Memory(
  o: Pick<Dhcp6Memory, 'mac' | 'source' | 'random' | 'now'> & { readonly wishes?: Dhcp6Wishes; readonly lease?: Dhcp6Lease },
): Dhcp6Memory {
  const { delayMs = DELAY_MS } = o.wishes ?? {};
  return {
    ...{ mac: o.mac, source: o.source, random: o.random, now: o.now, wishes: o.wishes ?? {}, trid: 0, beganAt: 0, sentAt: 0, tries: 0 },
    ...{
      waitMs: undefined,
      pauseMs: o.random.float() * delayMs,
      offer: undefined,
      lease: undefined,
      renewAt: 0,
      rebindAt: 0,
      endsAt: 0,
      settings: undefined,
    },
    ...{ refusal: undefined, remembered: o.lease, solMaxMs: MAX_RT_MS, infMaxMs: MAX_RT_MS, elsewhere: false },
  };
}

type Given = Extract<GiveOf<ReturnType<typeof dhcp6Options>>, readonly unknown[]>[number];

/** ff02::1:2: all servers and relays of the link (§7.1), and its MAC (RFC 2464 §7). */
const ALL = 'ff02::1:2';
const ALL_MAC = '33:33:00:01:00:02';

const LAYERS = {
  solicit: D.DHCP6_Solicit,
  request: D.DHCP6_Request,
  confirm: D.DHCP6_Confirm,
  renew: D.DHCP6_Renew,
  rebind: D.DHCP6_Rebind,
  release: D.DHCP6_Release,
  decline: D.DHCP6_Decline,
  inform: D.DHCP6_InfoRequest,
} as const;
/** Messages for one server alone (§16). */
const TO_ONE: ReadonlySet<string> = new Set(['request', 'renew', 'release', 'decline']);
const ASKING: ReadonlySet<string> = new Set(['solicit', 'request', 'renew', 'rebind', 'inform']);

/** A number that tells this interface's associations from those of others (§12): of its MAC. */
const iaidOf = (mac: Mac): number => new DataView(parseMac(mac).buffer).getUint32(2);

/** The frame. @param from the options of the answer that it goes on from @param now monotonic ms */
export function dhcp6Message(m: Dhcp6Memory, type: keyof typeof LAYERS, from: readonly Dhcp6Option[], now: number): Packet {
  const { wishes, mac, source, lease } = m;
  const { address = true, prefix = false, rapidCommit = false, inform = false } = wishes;
  const server: unknown = option6(from, 'ServerId');
  const iaid = iaidOf(mac);
  const lent = type === 'solicit' || type === 'inform' ? undefined : lease;
  const times = { preflft: 0, validlft: 0 };
  const addresses = (lent?.addresses ?? []).map(({ address: addr }) => ['IAAddress', { ...times, addr }]);
  const prefixes = (lent?.prefixes ?? []).map(({ prefix: text }) => {
    const [network, plen] = text.split('/');
    return ['IAPrefix', { ...times, prefix: network, plen: Number(plen) }];
  });
  const wished = typeof prefix === 'number' ? [['IAPrefix', { ...times, prefix: '::', plen: prefix }]] : [];
  const wanted = ['DNSServers', 'DNSDomains', 'SolMaxRT', ...(inform ? ['InfoRefreshTime', 'InfMaxRT'] : [])];
  const all: unknown[] = [
    ['ClientId', [3, { lladdr: mac }]],
    ...(server !== undefined && TO_ONE.has(type) ? [['ServerId', server]] : []),
    // §21.9: hundredths of a second.
    ['ElapsedTime', Math.min(0xffff, Math.floor((now - m.beganAt) / 10))],
    ...(address && !inform ? [['IA_NA', { iaid, ianaopts: addresses }]] : []),
    // Only addresses can be found in use, and only they are of a link (§18.2.3).
    ...(prefix !== false && !inform && type !== 'decline' && type !== 'confirm'
      ? [['IA_PD', { iaid, iapdopt: prefixes.length > 0 ? prefixes : wished }]]
      : []),
    ...(ASKING.has(type) ? [['OptReq', wanted.map(option6Number)]] : []),
    ...(type === 'solicit' && rapidCommit ? ['RapidCommit'] : []),
  ];
  const head = [Ether({ src: mac, dst: ALL_MAC }), IPv6({ src: source, dst: ALL, hlim: 1 }), UDP()] as const;
  return packet(...head, LAYERS[type]({ trid: m.trid, options: all as Given[] }));
}

/** Does anybody have the address? @see RFC 4862 §5.4.2 */
export function addressProbe(mac: Mac, address: Address): Packet {
  // The solicited-node group: the address's last three octets (RFC 4291 §2.7.1), and its MAC (RFC 2464 §7).
  const octets = parseIpv6(address);
  const group = parseIpv6('ff02::1:ff00:0');
  group.set(octets.subarray(13), 13);
  const groupMac = readMac(Uint8Array.of(0x33, 0x33, ...group.subarray(12)), 0);
  return packet(Ether({ src: mac, dst: groupMac }), IPv6({ src: '::', dst: readIpv6(group, 0), hlim: 255 }), ICMPv6ND_NS({ tgt: address }));
}
