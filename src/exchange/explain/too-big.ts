/** Packets that were told to be too big, and whose sender did not send smaller ones. */
import type { AnyLayer, ViewOf } from '../../packet/spec/spec.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { BoundedMap, type Looker } from './cause.ts';
import type { Evidence, Findings } from './finding.ts';
import { type IcmpError, icmpError } from './icmp-error.ts';
import type { Seen } from './seen.ts';

const MOST = 1024;
/** Who sends so much of the MTU has heard of it: smaller ones it would have sent anyway. */
const ADAPTED = 0.5;

interface Told {
  readonly error: IcmpError;
  readonly at: Evidence;
  readonly mtu: number;
  isAdapted: boolean;
}

export class TooBigLooker implements Looker {
  readonly #told = new BoundedMap<string, Told>(MOST);

  see(seen: Seen): void {
    const { network } = seen;
    const error = icmpError(seen);
    if (error?.kind === 'too-big' && error.mtu !== undefined) {
      const key = `${error.src} ${error.dst}`;
      if (!this.#told.has(key)) this.#told.set(key, { error, at: seen.at(error.layer, mtuField(error)), mtu: error.mtu, isAdapted: false });
      return;
    }
    const told = network === undefined ? undefined : this.#told.get(`${network.src} ${network.dst}`);
    if (told === undefined) return;
    const size = sizeOf(seen);
    if (size <= told.mtu && size > told.mtu * ADAPTED) told.isAdapted = true;
  }

  /** Whether somebody said so of that sender's packets. */
  isTold(src: string, dst: string): boolean {
    return this.#told.has(`${src} ${dst}`);
  }

  end(findings: Findings): void {
    for (const { error, at, mtu, isAdapted } of this.#told.values())
      if (!isAdapted)
        findings.add({
          code: 'too-big',
          sentence: `${error.by} says that a packet from ${error.src} to ${error.dst} was too big: it must not be fragmented, and at most ${mtu} octets pass`,
          certainty: 'sure',
          at,
          about: `${error.src} ${error.dst}`,
        });
  }
}

const mtuField = ({ layer }: IcmpError): string => (layer.layout.byName.has('nexthopmtu') ? 'nexthopmtu' : 'mtu');

/** Octets of the outermost network layer, by its own word. */
function sizeOf(seen: Seen): number {
  const ip = seen.get<ViewOf<typeof IP>>(IP as AnyLayer);
  if (ip !== undefined) return ip.len;
  return (seen.get<ViewOf<typeof IPv6>>(IPv6 as AnyLayer)?.plen ?? 0) + 40;
}
