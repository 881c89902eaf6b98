/** The two sides of a bridge: opened together, read as a card would have sent, and written so that one bad frame keeps back no other. */
import { PacketwrightError } from '../bytes/errors.ts';
import { FLAG_CHECKSUM_NOT_READY, type PacketBatch } from '../capture/batch.ts';
import type { Host, Link } from '../host/host.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import { fillChecksums } from '../protocols/network/fill-checksums.ts';
import { tcpSegments } from '../protocols/network/tcp-segments.ts';
import { ETHERTYPE } from '../protocols/registries/ether-types.ts';
import { defaultHost } from './default-host.ts';
import { networkPlace } from './link-header.ts';

/** A side of a bridge: an interface of a host, which is opened and closed, or a link that is open and stays its owner's. */
export type BridgeSide = { readonly host?: Host; readonly iface: string } | { readonly link: Link };

/** Both sides, open. */
export interface OpenSides {
  readonly links: readonly [Link, Link];
  /** Whose clock and chance count. */
  readonly host: Host;
  /** Closes what was opened. */
  readonly close: () => Promise<void>;
}

/**
 * Opens what is to be opened.
 *
 * @param usual whose clock counts where both sides are links; default: this machine
 * @throws ERR_INTERFACE, ERR_PERMISSION, ERR_PLATFORM, ERR_VALUE (both sides are the same)
 */
export async function openSides(who: string, a: BridgeSide, b: BridgeSide, usual?: Host): Promise<OpenSides> {
  const isSame = 'link' in a ? 'link' in b && a.link === b.link : !('link' in b) && a.iface === b.iface && a.host === b.host;
  if (isSame)
    throw new PacketwrightError('ERR_VALUE', `${who}: both sides are the same`, {
      remedy: 'give two interfaces: what comes in at one leaves at the other',
    });
  const hostOf = async (side: BridgeSide): Promise<Host | undefined> => ('link' in side ? undefined : (side.host ?? (await defaultHost())));
  const hosts = [await hostOf(a), await hostOf(b)];
  const host = hosts[0] ?? hosts[1] ?? usual ?? (await defaultHost());
  const opened: Link[] = [];
  const close = async (): Promise<void> => void (await Promise.all(opened.map((link) => link.close())));
  const open = async (side: BridgeSide, of: Host | undefined): Promise<Link> => {
    if ('link' in side || of === undefined) return (side as { readonly link: Link }).link;
    const link = await of.open(side.iface, { immediate: true, promiscuous: true, direction: 'in', referenced: false });
    opened.push(link);
    await link.ready;
    return link;
  };
  try {
    return { links: [await open(a, hosts[0]), await open(b, hosts[1])], host, close };
  } catch (error) {
    await close();
    throw error;
  }
}

const place = { at: 0, etherType: -1 };

/**
 * Frame `i` of a batch as a card would have sent it: its checksum is filled in where it stands, or instead of a frame that is too large there are its segments.
 *
 * @returns the segments; undefined: the frame in the batch is it
 */
export function asSentByCard(batch: PacketBatch, i: number, linkType: number, mtu: number): Uint8Array[] | undefined {
  const start = batch.offset[i] as number;
  const end = start + (batch.captured[i] as number);
  const isPartial = ((batch.flags[i] as number) & FLAG_CHECKSUM_NOT_READY) !== 0;
  // No link header is shorter than nothing.
  if (!isPartial && end - start <= mtu) return undefined;
  const { at, etherType } = networkPlace(batch, i, linkType, place);
  if (etherType !== ETHERTYPE.IPv4 && etherType !== ETHERTYPE.IPv6) return undefined;
  if (end - at > mtu) return tcpSegments(batch.data.subarray(start, end), at - start, mtu);
  if (isPartial) fillChecksums(batch.data, at, end);
  return undefined;
}

/** What became of what was to be sent. */
export interface SendCounts {
  sent: number;
  failed: number;
}

/** Sends frames; one that cannot be sent does not keep back those behind it. */
export async function sendAll(link: Link, frames: FrameBuffer, counts: SendCounts, onError?: (error: unknown) => void): Promise<void> {
  for (let rest = frames; rest.n > 0; ) {
    try {
      const { sent } = await link.send(rest);
      counts.sent += sent;
      return;
    } catch (error) {
      const sent = Number((error as { readonly details?: { readonly sent?: unknown } }).details?.sent ?? 0);
      counts.sent += sent;
      counts.failed++;
      onError?.(error);
      const left = new FrameBuffer();
      for (let i = sent + 1; i < rest.n; i++) {
        const at = rest.offset[i] as number;
        left.add(rest.data.subarray(at, at + (rest.length[i] as number)));
      }
      rest = left;
    }
  }
}
