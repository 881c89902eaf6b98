/**
 * Addresses of a stack that nobody else may have: asked for before they are taken, announced, and defended. IPv4 by RFC 5227, IPv6 by RFC 4862 §5.4.
 */
import { readMac } from '../../bytes/address.ts';
import { PacketwrightError } from '../../bytes/errors.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import { BROADCAST_MAC, groupMac, solicitedNode } from '../../exchange/groups.ts';
import type { WheelTimer } from '../../host/timer-wheel.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { Ether } from '../../protocols/link/ethernet.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';
import { packet } from '../../protocols/protocols.ts';
import { ETHERTYPE } from '../../protocols/registries/ether-types.ts';
import type { Stack } from '../stack.ts';

/**
 * How it is asked whether somebody has an address. `quick`: three times within 0.6 s, IPv6 once with 1 s to answer. True: with all the waits of the RFCs, which
 * take up to 7 s, as fits hosts that start by the dozen. False: not at all.
 */
export type Probe = boolean | 'quick';

/** What an address was lost to. */
export type OnLost = (address: string, error: PacketwrightError) => void;

const PROBES = 3;
/** RFC 5227 §1.1, ms. */
const PROBE_WAIT = 1000;
const PROBE_MIN = 1000;
const PROBE_MAX = 2000;
const ANNOUNCE_WAIT = 2000;
const ANNOUNCEMENTS = 2;
const ANNOUNCE_INTERVAL = 2000;
const DEFEND_INTERVAL = 10_000;
/** From one quick probe to the next, and behind the last one. */
const QUICK = 200;
/** RFC 4861 §10 (RetransTimer), RFC 4862 §5.1. */
const DAD_MS = 1000;
const NOBODY = '0.0.0.0';
const NOBODY6 = '::';
const ALL_NODES = 'ff02::1';

export class AddressKeeper {
  readonly #stack: Stack;
  readonly #mac: string;
  readonly #onLost: OnLost;
  /** Ours, with when somebody else last used them, monotonic ms. */
  readonly #kept = new Map<string, number>();
  readonly #timers = new Set<WheelTimer>();
  readonly #ending: (() => void)[] = [];

  /** @param onLost called when another host has an address and will not let go; the stack has it no more then */
  constructor(stack: Stack, onLost: OnLost) {
    this.#stack = stack;
    this.#mac = readMac(stack.wire.mac ?? new Uint8Array(6), 0);
    this.#onLost = onLost;
    this.#ending.push(stack.watch((p) => this.#defend(p)));
  }

  /**
   * Takes an address, unless somebody has it, or asks for it as well.
   * @param text `192.0.2.7/24`, `2001:db8::7/64`
   * @throws ERR_ADDRESS
   */
  claim(text: string, probe: Probe): Promise<void> {
    const isV6 = parsePrefix(text).family === 6;
    // Where there are no MACs, there is no neighbour to ask.
    if (probe === false || this.#stack.wire.mac === undefined) {
      this.take(text, 0);
      return Promise.resolve();
    }
    return this.#ask(parsePrefix(text).address, isV6, probe).then(() => this.take(text, probe === true ? ANNOUNCEMENTS : 1));
  }

  /** The stack has it from now on, and says so as often; it is defended. */
  take(text: string, announcements: number): void {
    const { address, isV6 } = this.#stack.addresses.add(text);
    this.#kept.set(address, Number.NEGATIVE_INFINITY);
    if (announcements === 0 || this.#stack.wire.mac === undefined) return;
    if (isV6) this.#send(this.#advertisement(address));
    else this.#announce(address, announcements);
  }

  /** The stack has it no more; its connections end. */
  giveUp(address: string): void {
    this.#kept.delete(address);
    const { addresses, tcp } = this.#stack;
    for (const t of [...tcp.connections]) if (t.path.local === address) tcp.abort(t);
    addresses.remove(address);
  }

  close(): void {
    for (const end of this.#ending) end();
    for (const timer of this.#timers) timer.cancel();
    this.#timers.clear();
  }

  #ask(address: string, isV6: boolean, probe: true | 'quick'): Promise<void> {
    return new Promise((resolve, reject) => {
      const random = (most: number): number => this.#stack.surroundings.random.below(most + 1);
      let left = isV6 ? 1 : PROBES;
      let timer: WheelTimer | undefined;
      const end = this.#stack.watch((p) => {
        const mac = isV6 ? this.#rival6(p, address) : this.#rival4(p, address);
        if (mac === undefined) return;
        done();
        reject(inUse(address, mac));
      });
      const done = (): void => {
        end();
        if (timer !== undefined) {
          timer.cancel();
          this.#timers.delete(timer);
        }
      };
      const next = (): void => {
        if (left === 0) {
          done();
          resolve();
          return;
        }
        left--;
        this.#send(isV6 ? this.#solicitation(address) : this.#arp(NOBODY, address));
        const pause = probe === 'quick' ? QUICK : left > 0 ? PROBE_MIN + random(PROBE_MAX - PROBE_MIN) : ANNOUNCE_WAIT;
        wait(isV6 ? DAD_MS : pause);
      };
      const wait = (ms: number): void => {
        if (timer === undefined) this.#timers.add((timer = this.#stack.wheel.set(ms, next)));
        else timer.renew(ms);
      };
      wait(probe === true ? random(PROBE_WAIT) : 0);
    });
  }

  /** Who has the address, or asks for it as we do (RFC 5227 §2.1.1). */
  #rival4(p: Packet, address: string): string | undefined {
    const arp = arpOf(p);
    if (arp === undefined || arp.hwsrc === this.#mac) return undefined;
    const asksAsWell = arp.psrc === NOBODY && arp.op === 1 && arp.pdst === address;
    return arp.psrc === address || asksAsWell ? arp.hwsrc : undefined;
  }

  /** The same of IPv6 (RFC 4862 §5.4.3, §5.4.4). */
  #rival6(p: Packet, address: string): string | undefined {
    const ip = p.get(IPv6);
    if (ip === undefined || ip.hlim !== 255) return undefined;
    const mac = p.get(Ether)?.src ?? '?';
    if (mac === this.#mac) return undefined;
    if (p.get(ICMPv6ND_NA)?.tgt === address) return mac;
    return ip.src === NOBODY6 && p.get(ICMPv6ND_NS)?.tgt === address ? mac : undefined;
  }

  /** Somebody uses an address of ours: he is told once; if he goes on, it is his (RFC 5227 §2.4 b). */
  #defend(p: Packet): void {
    const arp = arpOf(p);
    const last = arp === undefined ? undefined : this.#kept.get(arp.psrc);
    if (arp === undefined || last === undefined || arp.hwsrc === this.#mac) return;
    const nowMs = this.#stack.surroundings.clock.monotonic();
    if (nowMs - last >= DEFEND_INTERVAL) {
      this.#kept.set(arp.psrc, nowMs);
      this.#send(this.#arp(arp.psrc, arp.psrc));
      return;
    }
    this.giveUp(arp.psrc);
    this.#onLost(arp.psrc, inUse(arp.psrc, arp.hwsrc));
  }

  #announce(address: string, times: number): void {
    this.#send(this.#arp(address, address));
    if (times <= 1) return;
    const timer = this.#stack.wheel.set(ANNOUNCE_INTERVAL, () => {
      this.#timers.delete(timer);
      if (this.#kept.has(address)) this.#announce(address, times - 1);
    });
    this.#timers.add(timer);
  }

  #send(frame: Packet): void {
    this.#stack.output.frame(frame.bytes);
    this.#stack.output.flush();
  }

  #arp(psrc: string, pdst: string): Packet {
    return packet(
      Ether({ src: this.#mac, dst: readMac(BROADCAST_MAC, 0) }),
      ARP({ hwsrc: this.#mac, psrc, hwdst: '00:00:00:00:00:00', pdst }),
    );
  }

  #solicitation(tgt: string): Packet {
    const group = solicitedNode(tgt);
    return packet(
      Ether({ src: this.#mac, dst: readMac(groupMac(group), 0) }),
      IPv6({ src: NOBODY6, dst: group, hlim: 255 }),
      ICMPv6ND_NS({ tgt }),
    );
  }

  #advertisement(tgt: string): Packet {
    return packet(
      Ether({ src: this.#mac, dst: readMac(groupMac(ALL_NODES), 0) }),
      IPv6({ src: tgt, dst: ALL_NODES, hlim: 255 }),
      ICMPv6ND_NA({ S: 0, O: 1, tgt, options: [['DstLLAddr', this.#mac]] }),
    );
  }
}

/** ARP of Ethernet and IPv4. */
function arpOf(p: Packet): { psrc: string; pdst: string; hwsrc: string; op: number } | undefined {
  const arp = p.get(ARP);
  return arp !== undefined && arp.ptype === ETHERTYPE.IPv4 && arp.plen === 4 && arp.hwlen === 6 ? arp : undefined;
}

const inUse = (address: string, mac: string): PacketwrightError =>
  new PacketwrightError('ERR_ADDRESS', `${address} is in use: ${mac} has it`, {
    address,
    mac,
    remedy: 'give an address that nobody has',
  });
