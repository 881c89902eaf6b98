/** Broadcast and multicast: which addresses have several receivers, and which MAC a frame to them has. */
import { isIpv4, parseIpv4, parseIpv6, readIpv6 } from '../bytes/address.ts';
import { splitZone } from '../bytes/zone.ts';
import type { SharedLink } from './shared-link.ts';

export const BROADCAST_MAC: Uint8Array = /* @__PURE__ */ new Uint8Array(6).fill(0xff);

/** Whether `address` is the broadcast address of the network that `own` is in. RFC 3021: networks of two addresses have none, let alone those of one. */
export const isBroadcastOf = (address: number, own: number, prefix: number): boolean =>
  prefix <= 30 && address === (own | (2 ** (32 - prefix) - 1)) >>> 0;

/** Multicast, or limited broadcast: groups on whatever interface. */
export function isGroupAnywhere(address: string): boolean {
  const { address: plain } = splitZone(address);
  if (!isIpv4(plain)) return parseIpv6(plain)[0] === 0xff;
  const n = parseIpv4(plain);
  return n >= 0xe0000000 && (n < 0xf0000000 || n === 0xffffffff);
}

/** The same, or the broadcast address of one of the interface's own networks. */
export function isGroup(address: string, { info }: SharedLink): boolean {
  if (isGroupAnywhere(address)) return true;
  const { address: plain } = splitZone(address);
  if (!isIpv4(plain)) return false;
  const n = parseIpv4(plain);
  return (info.addresses ?? []).some((own) => {
    const [of, prefix] = own.split('/') as [string, string | undefined];
    return isIpv4(of) && prefix !== undefined && isBroadcastOf(n, parseIpv4(of), Number(prefix));
  });
}

/** The group in which a node hears of solicitations for its address. @see RFC 4291 §2.7.1 */
export function solicitedNode(address: string): string {
  const group = parseIpv6('ff02::1:ff00:0');
  group.set(parseIpv6(address).subarray(13), 13);
  return readIpv6(group, 0);
}

/** RFC 1112 §6.4 and RFC 2464 §7: the group's last octets behind a fixed prefix; all else is broadcast. */
export function groupMac(address: string): Uint8Array {
  const { address: plain } = splitZone(address);
  if (!isIpv4(plain)) return Uint8Array.of(0x33, 0x33, ...parseIpv6(plain).subarray(12));
  const n = parseIpv4(plain);
  if (n < 0xe0000000 || n >= 0xf0000000) return BROADCAST_MAC;
  return Uint8Array.of(0x01, 0x00, 0x5e, (n >>> 16) & 0x7f, n >>> 8, n);
}
