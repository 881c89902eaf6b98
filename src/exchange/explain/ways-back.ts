/** Answers that came back another way than the question went: on another VLAN, by another interface, and so were not taken. */
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { Dot1AD, Dot1Q } from '../../protocols/link/ethernet.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { BoundedMap, type Looker } from './cause.ts';
import type { Evidence, Findings } from './finding.ts';
import { ACK, type Seen, SYN } from './seen.ts';

const MOST = 4096;

/** A question, the ways by which it went, and the answer that came another way. */
interface Question {
  readonly number: number;
  readonly what: string;
  /** `vlan|iface`: a capture of several ports sees it more than once. */
  readonly ways: Set<string>;
  answer: { readonly at: Evidence; readonly vlans: string; readonly iface: string; readonly isDirect: boolean } | undefined;
  readonly vlans: string;
  readonly iface: string;
  /** MACs of who asks and who is asked. */
  readonly macs: string;
  /** It was asked again, though the answer was there. */
  isAgain: boolean;
  /** An answer came by the way of the question. */
  isWell: boolean;
}

export class WaysLooker implements Looker {
  readonly #asked = new BoundedMap<string, Question>(MOST);

  see(seen: Seen): void {
    const { tcp, network } = seen;
    if (tcp !== undefined && network !== undefined) {
      const isSyn = (tcp.flags & SYN) !== 0;
      if (!isSyn) return;
      const ends =
        (tcp.flags & ACK) === 0 ? [network.src, tcp.sport, network.dst, tcp.dport] : [network.dst, tcp.dport, network.src, tcp.sport];
      if ((tcp.flags & ACK) === 0) this.#ask(`tcp ${ends.join(' ')} ${tcp.seq}`, 'SYN', seen);
      else this.#answer(`tcp ${ends.join(' ')} ${(tcp.ack - 1) >>> 0}`, seen, TCP as AnyLayer);
      return;
    }
    const arp = seen.get<{
      readonly op: number;
      readonly psrc: string;
      readonly pdst: string;
      readonly hwsrc: string;
      readonly hwdst: string;
    }>(ARP as AnyLayer);
    if (arp !== undefined && arp.psrc !== arp.pdst) {
      if (arp.op === 1) this.#ask(`arp ${arp.hwsrc} ${arp.pdst}`, 'ARP request', seen);
      else if (arp.op === 2) this.#answer(`arp ${arp.hwdst} ${arp.psrc}`, seen, ARP as AnyLayer);
      return;
    }
    const icmp = seen.get<{ readonly type: number; readonly id?: number; readonly seq?: number }>(ICMP as AnyLayer);
    if (icmp === undefined || network === undefined) return;
    // Of the same session only: each echo is a question of its own, and none is asked again.
    if (icmp.type === 8) this.#ask(`icmp ${network.src} ${network.dst} ${icmp.id}`, 'echo request', seen);
    else if (icmp.type === 0) this.#answer(`icmp ${network.dst} ${network.src} ${icmp.id}`, seen, ICMP as AnyLayer);
  }

  #ask(key: string, what: string, seen: Seen): void {
    const { vlans, iface, number, ether } = seen;
    const there = this.#asked.get(key);
    if (there !== undefined) {
      // A capture of several ports sees one question more than once: by another way, it is the same.
      if (there.answer !== undefined && there.ways.has(`${vlans}|${iface}`)) there.isAgain = true;
      there.ways.add(`${vlans}|${iface}`);
      return;
    }
    this.#asked.set(key, {
      number,
      what,
      ways: new Set([`${vlans}|${iface}`]),
      answer: undefined,
      vlans,
      iface,
      macs: `${ether?.src} ${ether?.dst}`,
      isAgain: false,
      isWell: false,
    });
  }

  #answer(key: string, seen: Seen, layer: AnyLayer): void {
    const question = this.#asked.get(key);
    if (question === undefined) return;
    const { vlans, iface, ether } = seen;
    const isDirect = ether !== undefined && question.macs === `${ether.dst} ${ether.src}`;
    if (question.ways.has(`${vlans}|${iface}`)) question.isWell = true;
    else question.answer ??= { at: seen.at(vlanLayer(seen) ?? layer, vlanLayer(seen) && 'vlan'), vlans, iface, isDirect };
  }

  end(findings: Findings): void {
    for (const [key, question] of this.#asked.entries()) {
      const { answer, isAgain, isWell, vlans, iface, number, what } = question;
      if (answer === undefined || isWell) continue;
      const isVlan = answer.vlans !== vlans;
      const isEcho = key.startsWith('icmp');
      const areTagged = isVlan && vlans !== '' && answer.vlans !== '';
      // Who asks once only may have taken the answer. But no router is between two that have each other's MAC: it would have put its own.
      if (!isAgain && !(isEcho && areTagged && answer.isDirect)) continue;
      // Of echoes and tags one cannot see whether they were taken: only where both have a tag.
      if (isEcho && !areTagged) continue;
      const name = (numbers: string): string => (numbers === '' ? 'no VLAN' : `VLAN ${numbers}`);
      findings.add({
        code: isVlan ? 'other-vlan' : 'other-interface',
        sentence: isVlan
          ? `the ${what} of packet ${number} went out on ${name(vlans)}, and its answer came on ${name(answer.vlans)}: it is not taken`
          : `the ${what} of packet ${number} went out by ${iface}, and its answer came in by ${answer.iface}: it is not taken`,
        certainty: isAgain ? 'likely' : 'possible',
        at: answer.at,
        about: key,
      });
    }
  }
}

const vlanLayer = ({ p }: Seen): AnyLayer | undefined =>
  p.layers().find((layer) => layer === (Dot1Q as AnyLayer) || layer === (Dot1AD as AnyLayer));
