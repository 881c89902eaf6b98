/**
 * A link on a TPACKET_V3 ring: the kernel writes packets into memory that we see, and wakes us once a block. 1.8 million
 * packets a second without loss; a packet may be `retireMs` late, since the kernel wakes nobody for a block that is not full.
 */
import { inRange } from '../../../bytes/known-options.ts';
import { EOPNOTSUPP, kernelError } from '../errno.ts';
import * as k from './constants.ts';
import type { KernelLink, LinkDevice } from './kernel-link.ts';
import type { KernelLinkChoices } from './kernel-link-choices.ts';
import { type LinkArguments, type LinkSetup, linkOn, sending, setupOf } from './link-arguments.ts';
import { PacketSocket } from './packet-socket.ts';
import { RingReader } from './ring-reader.ts';
import { openSendLink } from './send-link.ts';
import { openPacketSocketLink } from './socket-link.ts';

const BUFFER = 16 * 1024 * 1024;
/** A block holds at least one frame of 64 kB … */
const SMALLEST_BLOCK = 128 * 1024;
const LARGEST_BLOCK = 1024 * 1024;
/**
 * … and there are many rather than large ones: a block that the timer closes is used up, however empty it is. With 128 of them
 * and a timer of 1 ms, a reader that is held up for 128 ms loses packets, whatever their number.
 */
const WANTED_BLOCKS = 256;
/** Only to satisfy the kernel's arithmetic: version 3 packs frames without slots. */
const FRAME_SIZE = 2048;
/** linux/net_tstamp.h, SOF_TIMESTAMPING_…: SYS_HARDWARE, RAW_HARDWARE. */
const CARD_STAMPS = { adapter: 1 << 5, 'adapter-unsynced': 1 << 6 } as const;

/**
 * Opens it. Receiving when it returns. Takes some 15 ms, since the kernel makes its memory at once: keep it. Closing gives that back on another thread.
 *
 * @throws ERR_PERMISSION, ERR_INTERFACE, ERR_FILTER, ERR_RANGE (a size that is absurd), ERR_SYSTEM
 */
export function openRingLink<P>(a: LinkArguments<P>): KernelLink<P> {
  const setup = setupOf(a);
  return linkOn(ringDevice(a, setup), a, setup);
}

/**
 * The link that the options ask for: a ring; the socket when `immediate` or `routed` is set or this runtime allows no rings (Electron);
 * or one that only sends.
 */
export function openKernelLink<P>(a: LinkArguments<P>): KernelLink<P> {
  if (a.options?.sendOnly === true) return openSendLink(a);
  if (a.options?.immediate === true || a.options?.routed === true) return openPacketSocketLink(a);
  try {
    return openRingLink(a);
  } catch (error) {
    if ((error as { details?: { errno?: unknown } }).details?.errno === EOPNOTSUPP) return openPacketSocketLink(a);
    throw error;
  }
}

/** Blocks for so many octets: powers of two, at least two of them. */
export function ringBlocks(octets: number): { readonly blockSize: number; readonly blocks: number } {
  let blockSize = SMALLEST_BLOCK;
  while (blockSize < LARGEST_BLOCK && blockSize * 2 * WANTED_BLOCKS <= octets) blockSize *= 2;
  return { blockSize, blocks: Math.max(2, Math.floor(octets / blockSize)) };
}

/** struct tpacket_req3 */
function ringRequest(blockSize: number, blocks: number, retireMs: number): Uint8Array {
  return new Uint8Array(new Uint32Array([blockSize, blocks, FRAME_SIZE, (blockSize / FRAME_SIZE) * blocks, retireMs, 0, 0]).buffer);
}

function ringDevice<P>(a: LinkArguments<P>, setup: LinkSetup): LinkDevice {
  const { native } = a;
  const { retireMs = 1, timestamps = 'host' } = a.options ?? ({} as KernelLinkChoices);
  inRange('retireMs', retireMs, 1, 60_000);
  const { blockSize, blocks } = ringBlocks(setup.bufferSize ?? BUFFER);
  const { cooked, snaplen, selection } = setup.socket;
  let ring: ArrayBuffer | number = -EOPNOTSUPP;
  const socket = new PacketSocket(setup.socket, (s) => {
    s.setNumber(k.SOL_PACKET, k.PACKET_VERSION, k.TPACKET_V3, 'ask for a ring of version 3');
    if (timestamps !== 'host') s.setNumber(k.SOL_PACKET, k.PACKET_TIMESTAMP, CARD_STAMPS[timestamps], "ask for the card's time stamps");
    s.set(k.SOL_PACKET, k.PACKET_RX_RING, ringRequest(blockSize, blocks, retireMs), `make a ring of ${blockSize * blocks} octets`);
    ring = native.mmap(s.handle, blockSize * blocks);
    if (typeof ring === 'number') throw kernelError(ring, 'map the ring', { iface: s.name });
  });
  const reader = new RingReader(ring as unknown as ArrayBuffer, { blockSize, blocks, cooked, snaplen, selection, now: () => native.now() });
  return {
    native,
    handle: socket.handle,
    reader,
    adaptive: false,
    take: sending(socket, setup),
    setFilter: (program) => socket.setFilter(program, () => reader.discard()),
    takeError: () => socket.takeError(),
    isGone: () => socket.isGone(),
    mtu: () => socket.mtu(),
    drops: () => socket.drops(),
    close: () => {
      reader.end();
      socket.close();
    },
  };
}
