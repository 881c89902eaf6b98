/**
 * Wrong checksums: whose they are, whether the other end minds, and whether the card of the sender was yet to fill them in. A checksum that
 * looks wrong where it was captured is blamed only where nobody took the packet.
 */
import { foldSum } from '../../bytes/checksum.ts';
import { checksumIssues } from '../../packet/laid/checksum-issues.ts';
import { isPartial } from '../../packet/laid/judge.ts';
import type { PacketIssue } from '../../packet/laid/packet.ts';
import type { Slot } from '../../packet/spec/slot.ts';
import type { AnyLayer, ViewOf } from '../../packet/spec/spec.ts';
import { ICMP } from '../../protocols/network/icmp/icmp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { BoundedMap, type Looker } from './cause.ts';
import { isAfter, plus, span } from './tcp/connections.ts';
import type { Evidence, Findings } from './finding.ts';
import { endKey } from './flows.ts';
import { isGroupAnywhere } from '../groups.ts';
import { OtherHeaders } from './other-headers.ts';
import { ACK, type Network, RST, type Seen } from './seen.ts';

const MOST = 4096;
/** A right checksum is the partial one by chance, once in 65,536. */
const BY_CHANCE = 3;
/** So many wrong ones, and none that is right: that is how a card's work looks. */
const ALWAYS = 8;

const JUDGED = [IP, TCP, UDP, ICMP] as readonly AnyLayer[];
const isJudged = (name: string): boolean => name.startsWith('ICMPv6') || JUDGED.some(({ layerName }) => layerName === name);

/** What one sender's checksums of one layer are like. */
interface Sums {
  right: number;
  wrong: number;
  /** Wrong, and taken all the same. */
  taken: number;
  /** Wrong, and right for no other header either. */
  senseless: number;
  /** Left to the card, as the octets or the capture say. */
  partial: number;
  partialAt: Evidence | undefined;
  readonly src: string;
}

/** A packet with a wrong checksum that nobody has taken so far. */
interface Open {
  readonly issue: PacketIssue;
  readonly layer: AnyLayer;
  readonly at: Evidence;
  readonly network: Network;
  readonly sums: Sums;
  /** What would acknowledge it. */
  readonly end: number | undefined;
  readonly madeFor: string | undefined;
  /** It was sent again, with a right one. */
  isResent: boolean;
}

export class ChecksumLooker implements Looker {
  readonly #sums = new BoundedMap<string, Sums>(MOST);
  readonly #open = new BoundedMap<string, Open>(MOST);
  readonly #headers = new OtherHeaders();

  see(seen: Seen): void {
    const { network } = seen;
    if (network === undefined) return;
    const transport = seen.tcp ?? seen.udp;
    const from = endKey(network.src, transport?.sport),
      to = endKey(network.dst, transport?.dport);
    this.#headers.note(network);
    this.#took(`${to} > ${from}`, seen);
    const issues = seen.isChecksumOpen ? [] : checksumIssues(seen.p);
    const issue = issues.find((one) => one.kind === 'checksum' && isJudged(one.layer) && isOwn(seen, one) && !isOtherZero(one));
    const isUnjudged = issues.some(({ kind }) => kind === 'unjudged');
    const layer = issue === undefined ? (seen.tcp ? TCP : seen.udp ? UDP : ICMP) : JUDGED.find((one) => one.layerName === issue.layer);
    const key = `${issue?.layer ?? layer?.layerName} ${network.src}`;
    const sums = this.#sums.get(key) ?? { right: 0, wrong: 0, taken: 0, senseless: 0, partial: 0, partialAt: undefined, src: network.src };
    this.#sums.set(key, sums);
    if (seen.isChecksumOpen || (issue === undefined ? isLeftToCard(seen) : isLeftWithoutLength(seen, issue))) {
      sums.partial++;
      sums.partialAt ??= seen.at(layer as AnyLayer | undefined, 'chksum');
      if (seen.isChecksumOpen) sums.partial += BY_CHANCE;
    } else if (issue === undefined) {
      if (!isUnjudged) sums.right++;
      const open = this.#open.get(`${from} > ${to}`);
      if (open !== undefined && seen.tcp !== undefined && plus(seen.tcp.seq, span(seen.tcp)) === open.end) open.isResent = true;
    } else {
      sums.wrong++;
      // Nobody answers for a group.
      if (!isGroup(network.dst)) this.#add(`${from} > ${to}`, seen, issue, network, sums);
    }
  }

  #add(key: string, seen: Seen, issue: PacketIssue, network: Network, sums: Sums): void {
    const madeFor = issue.layer === IP.layerName ? undefined : this.#headers.fits(network, issue.needed, issue.had);
    if (madeFor === undefined) sums.senseless++;
    if (this.#open.has(key)) return;
    const layer = seen.p.layers().find(({ layerName }) => layerName === issue.layer) as AnyLayer;
    const { tcp } = seen;
    this.#open.set(key, {
      ...{ issue, layer, network, sums, madeFor, isResent: false },
      at: seen.at(layer, issue.field),
      end: tcp === undefined ? undefined : plus(tcp.seq, span(tcp)),
    });
  }

  /** The other end says something: perhaps that it has taken it. */
  #took(key: string, { tcp }: Seen): void {
    const open = this.#open.get(key);
    if (open === undefined || open.isResent) return;
    const isTaken =
      tcp === undefined || open.end === undefined || (tcp.flags & RST) !== 0 || ((tcp.flags & ACK) !== 0 && !isAfter(open.end, tcp.ack));
    if (!isTaken) return;
    open.sums.taken++;
    if (open.sums.right === 0) open.sums.partialAt ??= open.at;
    this.#open.delete(key);
  }

  end(findings: Findings): void {
    for (const open of this.#open.values()) {
      const { sums, issue } = open;
      if (isCardsWork(sums) || (issue.had === 0 && !open.isResent)) sums.partialAt ??= open.at;
      else blame(open, findings);
    }
    for (const sums of this.#sums.values()) {
      const { right, wrong, partial, partialAt, src } = sums;
      if (partialAt === undefined || (partial < BY_CHANCE && right > 0)) continue;
      findings.add({
        code: 'offload',
        sentence: `Checksums of packets from ${src} are not filled in yet: its network card does that${wrong > 0 ? ', and the packets are taken' : ''}`,
        certainty: partial > 0 ? 'sure' : 'likely',
        at: partialAt,
        about: src,
      });
    }
  }
}

/**
 * Whether it is a checksum of the packet itself, not of one that it carries: a sample of sFlow is cut and changed. And whether its header is one:
 * a receiver looks at the version and the length first (RFC 1122 §3.2.1.1).
 */
function isOwn({ p, transport }: Seen, { layer, offset }: PacketIssue): boolean {
  if (transport >= 0 && p.s + offset >= p.frame().headerEnd(transport)) return false;
  if (layer !== IP.layerName) return true;
  const ip = p.get(IP as AnyLayer) as ViewOf<typeof IP> | undefined;
  return ip !== undefined && ip.version === 4 && ip.ihl >= 5;
}

/** Ones' complement has two zeros, and a sum is no different for having the other one (RFC 1071 §1): Linux answers an echo of nothing but zeros so. */
const isOtherZero = ({ had, needed }: PacketIssue): boolean => had % 0xffff === 0 && needed % 0xffff === 0;

const isGroup = (address: string): boolean => isGroupAnywhere(address) || address.endsWith('.255');

/** Whether a sender's checksums are wrong where they were captured only. */
const isCardsWork = ({ right, wrong, taken, partial }: Sums): boolean => right === 0 && (taken > 0 || partial > 0 || wrong >= ALWAYS);

function blame({ issue, at, network, sums, madeFor, isResent }: Open, findings: Findings): void {
  const { src, dst } = network;
  const hex = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`;
  // Octets that were damaged on the way fit some other address, too, now and then.
  const isMade = madeFor !== undefined && sums.senseless === 0;
  findings.add({
    code: isMade ? 'other-header-checksum' : 'own-checksum',
    sentence: `${issue.layer}.${issue.field} of a packet from ${src} to ${dst} is ${hex(issue.had)}, which is right for ${isMade ? `${madeFor}; ${hex(issue.needed)} is right for this one` : `nothing: ${hex(issue.needed)} is, and the packet is dropped`}`,
    certainty: isResent || sums.right > 0 || isMade ? 'sure' : 'likely',
    at,
    about: `${issue.layer} ${src}`,
  });
}

/** The transport's place and checksum. */
function sumOf({ p, tcp, udp }: Seen): { readonly i: number; readonly slot: Slot; readonly value: number } | undefined {
  const layer = (tcp !== undefined ? TCP : udp !== undefined ? UDP : undefined) as AnyLayer | undefined;
  if (layer === undefined) return undefined;
  const i = p.depthOf(layer);
  const slot = layer.layout.byName.get('chksum');
  return slot === undefined ? undefined : { i, slot, value: (p.view(i) as unknown as { readonly chksum: number }).chksum };
}

function isLeftToCard(seen: Seen): boolean {
  const sum = sumOf(seen);
  return sum !== undefined && isPartial(seen.p.frame(), sum.slot, sum.i, sum.value);
}

/** What a kernel leaves where the card cuts segments, too: the pseudo-header without the length (Linux's tcp_gso, Windows' LSO). */
function isLeftWithoutLength(seen: Seen, { had }: PacketIssue): boolean {
  const sum = sumOf(seen);
  if (sum === undefined || sum.value !== had || sum.slot.options.pseudoHeader === undefined) return false;
  const frame = seen.p.frame();
  const pseudo = frame.pseudo(sum.i, sum.slot.options.pseudoHeader);
  const length = frame.limit(sum.i) - frame.locate(sum.i);
  return pseudo !== undefined && foldSum(pseudo + (~length & 0xffff)) === had;
}
