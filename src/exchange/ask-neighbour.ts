/** Asks a neighbour for its MAC ourselves, by ARP: where no kernel does it, or where it may not be asked to. */
import { isIpv4 } from '../bytes/address.ts';
import type { PacketBatch } from '../capture/batch.ts';
import { dissectAt, firstLayer } from '../capture/dissect-batch.ts';
import type { Address, Host, Mac, WaitOptions } from '../host/host.ts';
import { FrameBuffer } from '../packet/in-bulk/frame-buffer.ts';
import { Ether } from '../protocols/link/ethernet.ts';
import { ARP } from '../protocols/network/arp.ts';
import { packet, protocols } from '../protocols/protocols.ts';
import { hold, letGo } from './hold.ts';
import { networkPlace } from './link-header.ts';
import { type SharedLink, sharedLink } from './shared-link.ts';
import { ETHERTYPE } from '../protocols/registries/ether-types.ts';

const TIMEOUT_MS = 1000;
/** A question, or its answer, may be lost: it is asked so often, evenly over the time-out. */
const QUESTIONS = 3;

/**
 * The MAC that somebody on the link gives for an IPv4 address; undefined when nobody does in time.
 * @param source this host's own address on that link
 * @throws ERR_INTERFACE, ERR_PERMISSION; the signal's reason
 * @see RFC 826
 */
export async function askNeighbour(
  host: Host,
  iface: string,
  address: Address,
  source: Address,
  o: WaitOptions = {},
): Promise<Mac | undefined> {
  o.signal?.throwIfAborted();
  if (!isIpv4(address)) return undefined;
  const link = await sharedLink(host, iface);
  hold();
  try {
    return await ask(host, link, address, source, o);
  } finally {
    letGo();
  }
}

function ask(
  host: Host,
  shared: SharedLink,
  address: Address,
  source: Address,
  { timeoutMs = TIMEOUT_MS, signal }: WaitOptions,
): Promise<Mac | undefined> {
  const frames = new FrameBuffer(64, 1);
  frames.add(packet(Ether({ src: shared.mac }), ARP({ hwsrc: shared.mac, psrc: source, pdst: address })));
  const place = { at: 0, etherType: -1 };
  return new Promise((resolve, reject) => {
    let left = QUESTIONS;
    let cancel = (): void => undefined;
    const done = (settle: () => void): void => {
      cancel();
      shared.detach(receiver);
      signal?.removeEventListener('abort', aborted);
      settle();
    };
    const aborted = (): void => done(() => reject(signal?.reason as Error));
    const receiver = {
      received: (batch: PacketBatch): void => {
        for (let i = 0; i < batch.n; i++) {
          if (networkPlace(batch, i, shared.link.linkType, place).etherType !== ETHERTYPE.ARP) continue;
          const arp = dissectAt(batch, i, firstLayer(protocols, shared.link.linkType)).get(ARP);
          if (arp === undefined || arp.op !== 2 || arp.psrc !== address || arp.hwlen !== 6) continue;
          const mac = arp.hwsrc;
          done(() => resolve(mac));
          return;
        }
      },
      failed: (error: Error): void => done(() => reject(error)),
    };
    const question = (): void => {
      if (left-- === 0) {
        done(() => resolve(undefined));
        return;
      }
      cancel = host.clock.timer(timeoutMs / QUESTIONS, question);
      shared.link.send(frames).catch((error: unknown) => done(() => reject(error as Error)));
    };
    shared.attach(receiver);
    signal?.addEventListener('abort', aborted);
    question();
  });
}
