/**
 * What the kernel keeps beside a packet instead of in it, and its way back into the octets: the 802.1Q tag, which it
 * takes out of received frames, and the link header of cooked captures, where it gives none.
 *
 * Cooked: where frames of many interfaces (`any`), or of one whose header nobody knows, come together, the kernel gives
 * the network layer only, and a made-up header says the rest. That is LINKTYPE_LINUX_SLL2 (276) unless the older
 * 113 is asked for, since it has the interface's index: on `any`, the first thing that one wants to know.
 * https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html, https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html
 */
import { FLAG_VLAN_RESTORED } from '../../../capture/batch.ts';
import { ETH_P_8021AD, ETH_P_8021Q, ETH_P_IP, ETH_P_IPV6, TP_STATUS_VLAN_TPID_VALID, TP_STATUS_VLAN_VALID } from './constants.ts';
import { type CookedType, LINKTYPE_LINUX_SLL } from './link-type.ts';
import type { SlabBatch } from './slab-batch.ts';

const SLL_LENGTH = 16;
const SLL2_LENGTH = 20;
export const VLAN_LENGTH = 4;
/** Room that must be free in front of a packet. */
export const COOKED_HEADROOM = SLL2_LENGTH + VLAN_LENGTH;

/** Octets of a made-up header. */
export const cookedLength = (type: CookedType): number => (type === LINKTYPE_LINUX_SLL ? SLL_LENGTH : SLL2_LENGTH);

export interface Sideband {
  /** TP_STATUS_… */
  status: number;
  tci: number;
  tpid: number;
  protocol: number;
  ifindex: number;
  /** ARPHRD_… */
  hardware: number;
  packetType: number;
  addressLength: number;
  /** The sender's hardware address: 8 octets of `addresses` at `addressAt`. */
  addresses: Uint8Array;
  addressAt: number;
}

/** Whether the kernel took a tag out. tci 0 is a tag too (priority only), hence the flag and not the number decides. */
export function hasVlan(status: number): boolean {
  return (status & TP_STATUS_VLAN_VALID) !== 0;
}

/** Puts back what belongs into packet `k` of the batch, whose octets grow to the front. */
export function restoreHeaders(batch: SlabBatch, k: number, cooked: CookedType | undefined, side: Sideband): void {
  const { data } = batch;
  let at = batch.offset[k]!;
  let protocol = side.protocol;
  let added = 0;
  // A frame that ends within its MAC addresses has no place for a tag.
  if (hasVlan(side.status) && (cooked !== undefined || batch.captured[k]! >= 12)) {
    // Kernels before 3.13 do not tell the type, and know 0x8100 only.
    const tpid = (side.status & TP_STATUS_VLAN_TPID_VALID) !== 0 ? side.tpid : ETH_P_8021Q;
    at -= VLAN_LENGTH;
    added += VLAN_LENGTH;
    batch.flags[k] = batch.flags[k]! | FLAG_VLAN_RESTORED;
    if (cooked !== undefined) {
      // The tag's type goes into the made-up header; its value and the inner type follow that header.
      put16(data, at, side.tci);
      put16(data, at + 2, hasInnerTag(data, at + VLAN_LENGTH, batch.captured[k]!, batch.wire[k]!, protocol) ? ETH_P_8021Q : protocol);
      protocol = tpid;
    } else {
      data.copyWithin(at, at + VLAN_LENGTH, at + VLAN_LENGTH + 12);
      put16(data, at + 12, tpid);
      put16(data, at + 14, side.tci);
    }
  }
  if (cooked !== undefined) {
    const length = cookedLength(cooked);
    at -= length;
    added += length;
    if (cooked === LINKTYPE_LINUX_SLL) putSll(data, at, protocol, side);
    else putSll2(data, at, protocol, side);
  }
  batch.offset[k] = at;
  batch.captured[k] = batch.captured[k]! + added;
  batch.wire[k] = batch.wire[k]! + added;
}

/**
 * Whether the octets at `at` begin with a second tag. Since 6.9 the kernel tells a cooked packet's innermost type (`protocol`) and takes out one
 * tag only: others are still there, and the first one's own type is lost (it is taken for 0x8100). A tag is told by the type behind it; where
 * that could be a length or flow label of IP, the octets are a tag unless they are a header of the length that is there.
 */
function hasInnerTag(data: Uint8Array, at: number, captured: number, wire: number, protocol: number): boolean {
  if (captured < VLAN_LENGTH) return false;
  const type = get16(data, at + 2);
  return (type === protocol || type === ETH_P_8021Q || type === ETH_P_8021AD) && !isHeader(data, at, captured, wire, protocol);
}

/** Whether an IP header of the protocol stands at `at`, as far as its version and length say. */
function isHeader(data: Uint8Array, at: number, captured: number, wire: number, protocol: number): boolean {
  const version = data[at]! >> 4;
  if (protocol === ETH_P_IP) return version === 4 && get16(data, at + 2) <= wire;
  return protocol === ETH_P_IPV6 && version === 6 && (captured < 6 || get16(data, at + 4) + 40 <= wire);
}

const get16 = (data: Uint8Array, at: number): number => (data[at]! << 8) | data[at + 1]!;

function putSll(data: Uint8Array, at: number, protocol: number, side: Sideband): void {
  put16(data, at, side.packetType);
  put16(data, at + 2, side.hardware);
  put16(data, at + 4, side.addressLength);
  putAddress(data, at + 6, side);
  put16(data, at + 14, protocol);
}

function putSll2(data: Uint8Array, at: number, protocol: number, side: Sideband): void {
  put16(data, at, protocol);
  put16(data, at + 2, 0);
  put16(data, at + 4, side.ifindex >>> 16);
  put16(data, at + 6, side.ifindex);
  put16(data, at + 8, side.hardware);
  data[at + 10] = side.packetType;
  data[at + 11] = side.addressLength;
  putAddress(data, at + 12, side);
}

/** 8 octets, filled up with zeros. */
function putAddress(data: Uint8Array, at: number, side: Sideband): void {
  for (let i = 0; i < 8; i++) data[at + i] = i < side.addressLength ? side.addresses[side.addressAt + i]! : 0;
}

function put16(data: Uint8Array, at: number, value: number): void {
  data[at] = value >>> 8;
  data[at + 1] = value;
}
