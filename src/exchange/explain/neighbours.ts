/** Who asks for whom on the link (ARP, Neighbour Discovery), and who answers: nobody, two, or nobody can. */
import { isIpv4 } from '../../bytes/address.ts';
import { parsePrefix } from '../../bytes/prefix.ts';
import type { AnyLayer, ViewOf } from '../../packet/spec/spec.ts';
import { ICMPv6ND_NA, ICMPv6ND_NS } from '../../protocols/network/icmpv6/neighbour-discovery.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { BoundedMap, type Looker } from './cause.ts';
import type { Evidence, Findings } from './finding.ts';
import { endKey, type Flows } from './flows.ts';
import { Stations } from './stations.ts';
import type { Seen } from './seen.ts';

const MOST = 4096;
/** Kernels ask three times, once a second. */
const ASKED = 3;
const ASKED_MS = 1500;
/** Two answers to one question come at once; a host that takes an address over comes later. */
const AT_ONCE_MS = 1000;
/** A packet and the question for its sender. */
const BEFORE_MS = 5000;

const arpLayer = ARP as AnyLayer;

/** Somebody asks for an address. */
interface Question {
  readonly layer: AnyLayer;
  readonly asker: string;
  readonly mac: string;
  readonly target: string;
  readonly firstMs: number;
  lastMs: number;
  times: number;
  /** The last of them. */
  at: Evidence;
  /** When the asker had sent something of the target's to the link before: it asks in order to answer. */
  readonly answersNumber: number | undefined;
  /** Whose addresses the target's was found to be: by the first answer to the last question. */
  answeredBy: string | undefined;
  answeredMs: number;
}

export class NeighbourLooker implements Looker {
  readonly #flows: Flows;
  readonly #stations = new Stations();
  readonly #questions = new BoundedMap<string, Question>(MOST);
  /** Addresses that somebody said are his, or that sent packets. */
  readonly #there = new BoundedMap<string, string>(MOST);

  constructor(flows: Flows) {
    this.#flows = flows;
  }

  see(seen: Seen, findings: Findings): void {
    this.#stations.see(seen);
    const arp = seen.get<ViewOf<typeof ARP>>(arpLayer);
    if (arp !== undefined) {
      // Of IPv4 on Ethernet; probes and announcements ask for nobody (RFC 5227 §1.1).
      if (arp.plen !== 4 || arp.hwlen !== 6) return;
      if (arp.op === 1 && arp.psrc !== '0.0.0.0' && arp.psrc !== arp.pdst) this.#asks(seen, arpLayer, arp.psrc, arp.hwsrc, arp.pdst);
      if (arp.op === 2) this.#answers(seen, arpLayer, arp.psrc, arp.hwsrc, arp.pdst, findings);
      if (arp.psrc !== '0.0.0.0') this.#there.set(arp.psrc, arp.hwsrc);
      return;
    }
    const { network } = seen;
    const ns = seen.get<ViewOf<typeof ICMPv6ND_NS>>(ICMPv6ND_NS as AnyLayer);
    if (ns !== undefined && network !== undefined && network.src !== '::')
      this.#asks(seen, ICMPv6ND_NS as AnyLayer, network.src, seen.ether?.src ?? '', ns.tgt);
    const na = seen.get<ViewOf<typeof ICMPv6ND_NA>>(ICMPv6ND_NA as AnyLayer);
    if (na !== undefined && network !== undefined) {
      this.#answers(seen, ICMPv6ND_NA as AnyLayer, na.tgt, seen.ether?.src ?? '', network.dst, findings);
      this.#there.set(na.tgt, seen.ether?.src ?? '');
    }
  }

  #asks(seen: Seen, layer: AnyLayer, asker: string, mac: string, target: string): void {
    const key = `${asker} ${target}`;
    const there = this.#questions.get(key);
    const field = layer === arpLayer ? 'pdst' : 'tgt';
    if (there !== undefined) {
      if (there.times < ASKED) there.at = seen.at(layer, field);
      there.times++;
      there.lastMs = seen.ms;
      there.answeredBy = undefined;
      return;
    }
    const flow = this.#flows.find(endKey(target), endKey(asker));
    const isToAnswer = flow !== undefined && seen.ms - flow.lastMs < BEFORE_MS && !this.#there.has(target);
    this.#questions.set(key, {
      ...{ layer, asker, mac, target, firstMs: seen.ms, lastMs: seen.ms, times: 1, at: seen.at(layer, field) },
      answersNumber: isToAnswer ? flow.lastNumber : undefined,
      answeredBy: undefined,
      answeredMs: Number.NaN,
    });
  }

  #answers(seen: Seen, layer: AnyLayer, address: string, mac: string, asker: string, findings: Findings): void {
    const question = this.#questions.get(`${asker} ${address}`);
    if (question === undefined) return;
    const { answeredBy, answeredMs } = question;
    if (answeredBy === undefined) {
      question.answeredBy = mac;
      question.answeredMs = seen.ms;
    } else if (
      answeredBy !== mac &&
      seen.ms - answeredMs <= AT_ONCE_MS &&
      seen.ms - question.lastMs <= AT_ONCE_MS &&
      !isShared(answeredBy) &&
      !isShared(mac)
    )
      findings.add({
        code: 'two-hosts',
        sentence: `${answeredBy} and ${mac} both answer for ${address}, asked by ${asker}`,
        certainty: 'sure',
        at: seen.at(layer, layer === arpLayer ? 'hwsrc' : 'tgt'),
        about: address,
      });
  }

  end(findings: Findings): void {
    for (const question of this.#questions.values()) {
      const { target, asker, times, firstMs, lastMs } = question;
      if (this.#there.has(target)) continue;
      // Who has sent packets is there, unless nobody but the asker believed him.
      const isSilent = times >= ASKED && lastMs - firstMs >= ASKED_MS;
      if (question.answersNumber !== undefined && times >= 2) spoofed(question, findings);
      else if (this.#flows.find(endKey(target), endKey(asker)) !== undefined) continue;
      else if (question.layer === arpLayer && isOffLink(asker, target) && times >= 2) offLink(question, findings);
      else if (isSilent && this.#stations.isHeard(question.mac)) silent(question, findings);
    }
  }
}

function silent({ asker, target, times, at }: Question, findings: Findings): void {
  findings.add({
    code: 'neighbour-silent',
    sentence: `${asker} asked ${times} times who has ${target}, and nobody answered`,
    certainty: 'likely',
    at,
    about: target,
  });
}

function offLink({ asker, target, at }: Question, findings: Findings): void {
  findings.add({
    code: 'off-link-asked',
    sentence: `${asker} asked the link who has ${target}, which is of another network: only a router leads there`,
    certainty: 'likely',
    at,
    about: `${asker} ${target}`,
  });
}

function spoofed({ asker, target, answersNumber, at }: Question, findings: Findings): void {
  findings.add({
    code: 'spoofed-source',
    sentence: `${asker} asked who has ${target}, to answer packet ${answersNumber}, and nobody has it: the source of that packet is not its sender's`,
    certainty: 'likely',
    at,
    about: target,
  });
}

/** Addresses of routers that stand in for each other: VRRP (RFC 9568 §7.3), and Cisco's HSRP and GLBP. */
const SHARED = ['00:00:5e:00:01:', '00:00:5e:00:02:', '00:00:0c:07:ac:', '00:00:0c:9f:f', '00:07:b4:00:'];
const isShared = (mac: string): boolean => SHARED.some((prefix) => mac.startsWith(prefix));

/** Networks for private use: no link has addresses of two of them by the same prefix. @see RFC 1918 §3 */
const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map((text) => parsePrefix(text));

/** This network, loopback, link-local, groups. @see RFC 6890 §2.2.2 */
const NOBODYS = ['0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3'].map((text) => parsePrefix(text));

/** Whether an asker with a private address asks for one of another network. */
function isOffLink(asker: string, target: string): boolean {
  if (!isIpv4(asker) || !isIpv4(target)) return false;
  const own = PRIVATE.find((prefix) => prefix.contains(asker));
  return own !== undefined && !own.contains(target) && !NOBODYS.some((prefix) => prefix.contains(target));
}
