/** What is needed to open a link, and what follows from it before any socket is there. */
import { inRange } from '../../../bytes/known-options.ts';
import { freemem } from 'node:os';
import type { ToPacket } from '../../../capture/packet-stream.ts';
import type { NativeBinding } from '../../../../native/binding.ts';
import type { PackedFrames } from '../../host.ts';
import { chosenLinkType } from '../../link-choices.ts';
import { EOPNOTSUPP } from '../errno.ts';
import type { InterfaceFacts } from './interface-facts.ts';
import { WHOLE } from '../../../filter/bpf/program/program.ts';
import type { KernelLinkChoices } from './kernel-link-choices.ts';
import { KernelLink, type LinkDevice } from './kernel-link.ts';
import { cookedType, linkTypesOf } from './link-type.ts';
import type { PacketSocket, PacketSocketOptions } from './packet-socket.ts';
import { selectionOf } from './selection.ts';
import { StampedSocket } from './send-stamps.ts';

export interface LinkArguments<P> {
  readonly native: NativeBinding;
  /** Descriptor of the network namespace; -1 or absent: this process's. Not closed here. */
  readonly netnsFd?: number;
  /** The interface; ifindex 0 is every interface (`any`), captured cooked and not for sending. */
  readonly facts: InterfaceFacts;
  readonly toPacket: ToPacket<P>;
  readonly options?: KernelLinkChoices;
  /** For tests: overwrite released batches. */
  readonly poison?: boolean;
}

export interface LinkSetup {
  readonly linkType: number;
  readonly socket: PacketSocketOptions;
  readonly bufferSize: number | undefined;
}

/** What the facts of "every interface" are. */
export const ANY_INTERFACE: InterfaceFacts = { ifindex: 0, name: 'any', mtu: 65_536 };

export function setupOf<P>(a: LinkArguments<P>): LinkSetup {
  const { native, netnsFd = -1, facts, options: link = {} } = a;
  const { snaplen = WHOLE, bufferSize } = link;
  inRange('snaplen', snaplen, 1, WHOLE);
  // More than that, and the kernel's out-of-memory killer ends this process instead of refusing.
  if (bufferSize !== undefined) inRange('bufferSize', bufferSize, 1, Math.min(Math.floor(freemem() / 8), 1 << 30));
  const linkType = chosenLinkType(facts.name, linkTypesOf(facts.arphrd), link.linkType);
  const selection = selectionOf(link.direction, facts.ifindex === 0 ? undefined : facts.arphrd);
  return {
    linkType,
    socket: { native, netnsFd, facts, cooked: cookedType(linkType), snaplen, selection, link },
    bufferSize,
  };
}

/** The link on a device, as the arguments want it. */
export function linkOn<P>(device: LinkDevice, a: LinkArguments<P>, setup: LinkSetup): KernelLink<P> {
  const { name, ifindex, mtu, mac } = a.facts;
  const info = {
    name,
    linkType: setup.linkType,
    index: ifindex,
    mtu,
    ...(mac === undefined ? {} : { mac }),
    snaplen: setup.socket.snaplen,
    ticksPerSecond: 1e9,
  };
  const { referenced = true, sendOnly = false } = a.options ?? {};
  return new KernelLink({ device, info, referenced, sendOnly, toPacket: a.toPacket, poison: a.poison ?? false });
}

/** How it sends when it matters when each frame leaves. */
export function stamping(
  socket: PacketSocket,
  take: (frames: PackedFrames, start: number, count: number) => number,
): NonNullable<LinkDevice['takeStamped']> {
  const stamped = new StampedSocket(socket.native, socket.handle);
  return (frames, start, count, stamps) => stamped.send(() => take(frames, start, count), stamps, start);
}

/** How a packet socket sends: sendmmsg(2) from the packed buffer. A cooked one has no place for a link header. */
export function sending(socket: PacketSocket, setup: LinkSetup): (frames: PackedFrames, start: number, count: number) => number {
  const { native, handle } = socket;
  if (setup.socket.cooked !== undefined) return () => -EOPNOTSUPP;
  return (frames, start, count) => native.sendBatch(handle, frames.data, frames.offset, frames.length, start, count);
}
