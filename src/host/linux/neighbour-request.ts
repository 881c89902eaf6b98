/**
 * Asks for a neighbour with frames of our own: ARP (RFC 826), or a neighbour solicitation (RFC 4861 §7.2). For processes that
 * may send frames but not have the kernel ask (CAP_NET_RAW without CAP_NET_ADMIN: what containers usually have).
 */
import { parseIpv6, readIpv6 } from '../../bytes/address.ts';
import { dissectAt } from '../../capture/dissect-batch.ts';
import type { PacketBatch } from '../../capture/batch.ts';
import { FrameBuffer } from '../../packet/in-bulk/frame-buffer.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import type { Link } from '../host.ts';
import { ETHERTYPE } from '../../protocols/registries/ether-types.ts';

/** Asked anew so often: RFC 4861 §10 has 1,000 ms, but who waits here waits for no more than that in all. */
const AGAIN_MS = 250;
/** Where an Ethernet frame has its type. */
const TYPE_AT = 12;

/**
 * @param link open, receiving; the caller closes it
 * @param source this host's address on that link
 * @returns undefined when nobody answers in time
 */
export function requestNeighbour(
  link: Link,
  address: string,
  source: string,
  o: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<string | undefined> {
  const { mac } = link;
  // Links without MACs have nobody to ask.
  if (mac === undefined) return Promise.resolve(undefined);
  const frames = new FrameBuffer(128, 1);
  frames.add(address.includes(':') ? solicitation(address, source, mac) : arpRequest(address, source, mac));
  return new Promise((resolve, reject) => {
    const end = (): void => {
      stop();
      clearTimeout(late);
      clearInterval(again);
      o.signal?.removeEventListener('abort', abort);
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    const abort = (): void => fail(o.signal?.reason as Error);
    const stop = link.listen(
      (batch) => {
        const found = answerIn(batch, address);
        if (found === undefined) return;
        end();
        resolve(found);
      },
      { onError: fail },
    );
    const late = setTimeout(() => {
      end();
      resolve(undefined);
    }, o.timeoutMs);
    const ask = (): void => {
      link.send(frames).catch(fail);
    };
    const again = setInterval(ask, AGAIN_MS);
    o.signal?.addEventListener('abort', abort, { once: true });
    ask();
  });
}

function arpRequest(address: string, source: string, mac: string): Packet {
  const ask = ARP({ op: 1, hwsrc: mac, psrc: source, hwdst: '00:00:00:00:00:00', pdst: address });
  return packet(Ether({ dst: 'ff:ff:ff:ff:ff:ff', src: mac }), ask) as unknown as Packet;
}

/** To the solicited-node group (RFC 4291 §2.7.1), whose MAC is the group's own (RFC 2464 §7). */
function solicitation(address: string, source: string, mac: string): Packet {
  const group = parseIpv6('ff02::1:ff00:0');
  group.set(parseIpv6(address).subarray(13), 13);
  const groupMac = Uint8Array.of(0x33, 0x33, ...group.subarray(12));
  return packet(
    Ether({ dst: groupMac, src: mac }),
    IPv6({ src: source, dst: readIpv6(group, 0) }),
    ICMPv6ND_NS({ tgt: address, options: [['SrcLLAddr', mac]] }),
  ) as unknown as Packet;
}

function answerIn(batch: PacketBatch, address: string): string | undefined {
  for (let i = 0; i < batch.n; i++) {
    const at = (batch.offset[i] as number) + TYPE_AT;
    const type = ((batch.data[at] as number) << 8) | (batch.data[at + 1] as number);
    if (type !== ETHERTYPE.ARP && type !== ETHERTYPE.IPv6) continue;
    const p = dissectAt(batch, i);
    const arp = p.get(ARP);
    if (arp?.op === 2 && arp.psrc === address) return arp.hwsrc as string;
    const advertisement = p.get(ICMPv6ND_NA);
    // RFC 4861 §7.1.2: one that has passed a router is not believed.
    if (advertisement?.tgt !== address || p.get(IPv6)?.hlim !== 255) continue;
    const [, mac] = advertisement.options.find(([name]) => name === 'DstLLAddr') ?? [];
    // §4.4: left out where the asker is known to have it; then the frame's own source has it.
    return typeof mac === 'string' ? mac : p.get(Ether)?.src;
  }
  return undefined;
}
