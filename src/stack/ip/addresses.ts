/** A stack's own addresses and the way to all others: on the link, or over a router. */
import { isIpv4, parseIpv4 } from '../../bytes/address.ts';
import { parseAddress } from '../../bytes/any-address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { parsePrefix, type Prefix } from '../../bytes/prefix.ts';
import { isBroadcastOf, isGroupAnywhere } from '../../exchange/groups.ts';

/** An address of the stack. */
export interface Own {
  readonly address: string;
  readonly octets: Uint8Array;
  readonly prefix: Prefix;
  readonly isV6: boolean;
}

const NOBODY: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

const isBroadcast = (own: Own, address: string): boolean =>
  !own.isV6 && isIpv4(address) && isBroadcastOf(parseIpv4(address), parseIpv4(own.address), own.prefix.length);

export class Addresses {
  readonly #own = new Map<string, Own>();
  /** Routers, by family. */
  gateway4: string | undefined;
  gateway6: string | undefined;

  /** Asked for with each packet. */
  all: readonly Own[] = [];

  isOurs(address: string): boolean {
    return this.#own.has(address);
  }

  get(address: string): Own | undefined {
    return this.#own.get(address);
  }

  /** @param text `192.0.2.7/24`, `2001:db8::7/64`. @throws ERR_ADDRESS */
  add(text: string): Own {
    if (!text.includes('/'))
      throw new PacketwrightError('ERR_ADDRESS', `'${text}' has no prefix: expected the form 192.0.2.7/24 or 2001:db8::7/64`, { text });
    const prefix = parsePrefix(text);
    const { address } = prefix;
    const own = { address, octets: parseAddress(address), prefix, isV6: prefix.family === 6 };
    if (isGroupAnywhere(address) || NOBODY.has(address) || isBroadcast(own, address))
      throw new PacketwrightError('ERR_ADDRESS', `${address} is no address of one host: it is a group, or nobody's`, { address });
    this.#own.set(address, own);
    this.all = [...this.#own.values()];
    return own;
  }

  /** Whether several hosts hear of it: multicast, or a broadcast. */
  isGroup(address: string): boolean {
    return isGroupAnywhere(address) || this.all.some((own) => isBroadcast(own, address));
  }

  remove(address: string): void {
    this.#own.delete(address);
    this.all = [...this.#own.values()];
  }

  /**
   * Who is to get packets for `to`, and which of our addresses they come from.
   * @throws ERR_ROUTE
   */
  way(to: string, from?: string): { readonly next: string; readonly source: Own } {
    const isV6 = !isIpv4(to);
    const ours = from === undefined ? this.#sources(to, isV6) : [this.#mustHave(from)];
    const near = ours.find((own) => own.prefix.contains(to));
    if (near !== undefined) return { next: to, source: near };
    const gateway = isV6 ? this.gateway6 : this.gateway4;
    const source =
      gateway === undefined ? undefined : (ours.find((own) => own.prefix.contains(gateway) && !isLinkLocal(own.address)) ?? ours[0]);
    if (source !== undefined && gateway !== undefined) return { next: gateway, source };
    if (ours[0] !== undefined && isGroupAnywhere(to)) return { next: to, source: ours[0] };
    throw new PacketwrightError('ERR_ROUTE', `there is no way to ${to}: it is on no link of this stack, and there is no gateway`, {
      address: to,
      remedy: 'give the stack a gateway: { gateway: ADDRESS }',
    });
  }

  /** Of the family; those of the same reach first: beyond the link nobody answers to fe80::/10 (RFC 6724 §5, rule 2). */
  #sources(to: string, isV6: boolean): readonly Own[] {
    const family = this.all.filter((own) => own.isV6 === isV6);
    const same = isV6 ? family.filter((own) => isLinkLocal(own.address) === isLinkLocal(to)) : family;
    return [...same, ...family.filter((own) => !same.includes(own))];
  }

  #mustHave(address: string): Own {
    const own = this.#own.get(address);
    if (own === undefined)
      throw new PacketwrightError(
        'ERR_ADDRESS',
        `${address} is no address of this stack: it has ${[...this.#own.keys()].join(', ') || 'none'}`,
        {
          address,
        },
      );
    return own;
  }
}

const isLinkLocal = (address: string): boolean => /^fe[89ab]/i.test(address);
