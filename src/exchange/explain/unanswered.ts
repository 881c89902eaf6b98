/** Why probes of an exchange have no answer: the probe itself, or a packet that would have been its answer. */
import { parsePrefix } from '../../bytes/prefix.ts';
import type { InterfaceInfo } from '../../capture/batch.ts';
import { checksumIssues } from '../../packet/laid/checksum-issues.ts';
import type { Packet } from '../../packet/laid/packet.ts';
import { dissectorOf } from '../../packet/object/dissector.ts';
import { objectOf } from '../../packet/object/packet-object.ts';
import type { AnyLayer, ViewOf } from '../../packet/spec/spec.ts';
import { ARP } from '../../protocols/network/arp.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { isGroupAnywhere } from '../groups.ts';
import { networkLayer } from '../matching/answers.ts';
import { MatchTable } from '../matching/match-table.ts';
import { plain } from '../own-addresses.ts';
import { behindLink } from './behind-link.ts';
import type { Findings } from './finding.ts';
import { OtherHeaders } from './other-headers.ts';
import type { Seen } from './seen.ts';
import type { Entry } from './timeline.ts';
import { endText } from './words.ts';

/** A probe without an answer, as it was sent. */
export interface Unanswered {
  readonly sent: Packet;
  readonly seen: Seen;
  readonly target: string;
}

/** More are not looked at one by one. */
const MOST_TRIED = 16;

/** What of the probe itself is wrong. */
export function ofProbe(probe: Unanswered, own: readonly InterfaceInfo[], findings: Findings): boolean {
  return [ofChecksum(probe, findings), ofSource(probe, own, findings), ofLink(probe, own, findings)].includes(true);
}

function ofChecksum({ sent, seen }: Unanswered, findings: Findings): boolean {
  const { network } = seen;
  const issue = checksumIssues(objectOf(sent)).find(({ kind }) => kind === 'checksum');
  if (issue === undefined || network === undefined) return false;
  const headers = new OtherHeaders();
  headers.note(network);
  const madeFor = issue.layer === 'IP' ? undefined : headers.fits(network, issue.needed, issue.had);
  const hex = (n: number): string => `0x${n.toString(16).padStart(4, '0')}`;
  findings.add({
    code: madeFor === undefined ? 'own-checksum' : 'other-header-checksum',
    sentence: `${issue.layer}.${issue.field} was sent as ${hex(issue.had)}${madeFor === undefined ? '' : `, which is right for ${madeFor}`}; ${hex(issue.needed)} is right: ${network.dst} drops such a packet`,
    certainty: 'sure',
    at: seen.at(
      objectOf(sent)
        .layers()
        .find(({ layerName }) => layerName === issue.layer),
      issue.field,
    ),
    about: network.dst,
  });
  return true;
}

function ofSource({ seen }: Unanswered, own: readonly InterfaceInfo[], findings: Findings): boolean {
  const { network } = seen;
  if (network === undefined || own.length === 0 || network.src === '0.0.0.0' || network.src === '::') return false;
  const isOwn = own.some(({ addresses = [], loopback }) =>
    addresses.some((one) => plain(one) === network.src || (loopback === true && parsePrefix(one).contains(network.src))),
  );
  if (isOwn) return false;
  findings.add({
    code: 'spoofed-source',
    sentence: `the packet to ${network.dst} has the source ${network.src}, which is no address of this host: an answer goes there`,
    certainty: 'sure',
    at: seen.at(network.layer, 'src'),
    about: network.src,
  });
  return true;
}

/** What its interface says: no carrier; or that an address that ARP asks for is not on the link. */
function ofLink({ seen, sent, target }: Unanswered, own: readonly InterfaceInfo[], findings: Findings): boolean {
  const info = own.find(({ name }) => name === sent.meta.iface);
  if (info === undefined) return false;
  if (info.up === false || info.running === false) {
    findings.add({
      code: 'interface-down',
      sentence: `${info.name} ${info.up === false ? 'is down' : 'has no carrier'}: what is sent there reaches nobody`,
      certainty: 'sure',
      at: seen.at(),
      about: info.name,
    });
    return true;
  }
  const arp = seen.get<ViewOf<typeof ARP>>(ARP as AnyLayer);
  const prefixes = (info.addresses ?? []).filter((one) => !one.includes(':') && one.includes('/')).map((one) => parsePrefix(one));
  if (arp === undefined || arp.op !== 1 || prefixes.length === 0 || prefixes.some((prefix) => prefix.contains(target))) return false;
  findings.add({
    code: 'off-link-asked',
    sentence: `ARP asked for ${target} on ${info.name}, whose network is ${prefixes.join(', ')}: only a router leads there`,
    certainty: 'sure',
    at: seen.at(ARP as AnyLayer, 'pdst'),
    about: target,
  });
  return true;
}

/** Finds answers that were not taken among what came. */
export class Strays {
  readonly #table = new MatchTable();
  readonly #probes: readonly Unanswered[];
  readonly #bySent = new Map<Packet, Unanswered>();

  constructor(probes: readonly Unanswered[]) {
    this.#probes = probes;
    for (const probe of probes) {
      this.#bySent.set(probe.sent, probe);
      this.#table.add({ sent: probe.sent, group: isGroupAnywhere(probe.target), answers: 0 });
    }
  }

  /** The probe that a packet explains. */
  look({ packet, seen, part }: Entry, findings: Findings): Unanswered | undefined {
    if (seen.isOutgoing || part === 'sent' || part === 'answer') return undefined;
    const exact = this.#find(packet);
    if (exact !== undefined) return this.#exact(exact, seen, part, findings) ? exact : undefined;
    for (const probe of this.#probes.slice(0, MOST_TRIED)) {
      const isElsewhere = probe.seen.vlans !== seen.vlans && this.#find(inLinkOf(probe.sent, packet)) === probe;
      if (isElsewhere ? this.#exact(probe, seen, part, findings) : this.#almost(probe, packet, seen, findings)) return probe;
    }
    return undefined;
  }

  #find(packet: Packet): Unanswered | undefined {
    const found = this.#table.find(packet) ?? this.#table.find(withoutLink(packet));
    return found === undefined ? undefined : this.#bySent.get(found.sent);
  }

  /** It would have been taken, had it come in time, by the same interface, and on the same VLAN. */
  #exact({ sent, seen: probe, target }: Unanswered, seen: Seen, part: Entry['part'], findings: Findings): boolean {
    const { iface } = sent.meta;
    const at = seen.at();
    const about = target;
    if (iface !== undefined && seen.iface !== '' && seen.iface !== iface)
      findings.add({
        code: 'other-interface',
        sentence: `the answer of ${target} came in by ${seen.iface}; the question went out by ${iface}`,
        certainty: 'sure',
        at,
        about,
      });
    else if (seen.vlans !== probe.vlans)
      findings.add({
        code: 'other-vlan',
        sentence: `the answer of ${target} came on ${vlanText(seen)}; the question went out on ${vlanText(probe)}`,
        certainty: 'sure',
        at,
        about,
      });
    else if (part === 'late')
      findings.add({
        code: 'late',
        sentence: `the answer of ${target} came ${Math.round(seen.ms - probe.ms)} ms after the question, when nobody waited any more`,
        certainty: 'sure',
        at,
        about,
      });
    else return false;
    return true;
  }

  /** It would match with another address or port. */
  #almost({ sent, seen: probe, target }: Unanswered, packet: Packet, seen: Seen, findings: Findings): boolean {
    const asked = probe.network,
      came = seen.network;
    if (asked === undefined || came === undefined || came.layer !== asked.layer || came.dst !== asked.src) return false;
    const ask = probe.udp ?? probe.tcp,
      come = seen.udp ?? seen.tcp;
    const isService = ask !== undefined && hasMatchAbove(sent);
    if (came.src !== asked.dst) {
      // From another host: only what names the question by more than ports is an answer.
      if (isGroupAnywhere(asked.dst) || !this.#matches(packet, probe, came.layer, { src: asked.dst }) || (ask !== undefined && !isService))
        return false;
      findings.add({
        code: 'other-source',
        sentence: `${target} was asked, and the answer came from ${came.src}`,
        certainty: 'sure',
        at: seen.at(came.layer, 'src'),
        about: target,
      });
      return true;
    }
    if (probe.udp === undefined || seen.udp === undefined || ask === undefined || come === undefined) return false;
    const udp = UDP as AnyLayer;
    if (come.dport === ask.sport && come.sport !== ask.dport && this.#matches(packet, probe, udp, { sport: ask.dport })) {
      findings.add({
        code: 'other-source',
        sentence: `${endText({ address: target, port: ask.dport })} was asked, and the answer came from port ${come.sport}`,
        certainty: isService ? 'sure' : 'likely',
        at: seen.at(udp, 'sport'),
        about: target,
      });
      return true;
    }
    if (!isService || come.sport !== ask.dport || come.dport === ask.sport || !this.#matches(packet, probe, udp, { dport: ask.sport }))
      return false;
    findings.add({
      code: 'other-destination-port',
      sentence: `the answer of ${target} went to port ${come.dport}; port ${ask.sport} asked`,
      certainty: 'sure',
      at: seen.at(udp, 'dport'),
      about: target,
    });
    return true;
  }

  #matches(packet: Packet, probe: Seen, layer: AnyLayer, values: Readonly<Record<string, unknown>>): boolean {
    const changed = packet.copy();
    objectOf(changed).set(layer, values);
    return this.#find(changed)?.seen === probe;
  }
}

/** A frame as an exchange at layer 3 sees it. */
function withoutLink(packet: Packet): Packet {
  const p = objectOf(packet).built();
  const i = networkLayer(p);
  if (i === 0) return packet;
  const octets = packet.bytes.slice(p.locate(i) - p.s);
  return dissectorOf(p.registry)(octets, 0, octets.length, (p.layers()[i] as AnyLayer).id) as unknown as Packet;
}

/** A frame behind the link header of another: as it would have come on the VLAN that the other went out on. */
function inLinkOf(sent: Packet, received: Packet): Packet {
  const asked = objectOf(sent).built(),
    came = objectOf(received).built();
  const [i, k] = [behindLink(asked), behindLink(came)];
  const link = sent.bytes.subarray(0, asked.locate(i) - asked.s),
    rest = received.bytes.subarray(came.locate(k) - came.s);
  const octets = new Uint8Array(link.length + rest.length);
  octets.set(link);
  octets.set(rest, link.length);
  return dissectorOf(came.registry)(octets, 0, octets.length, (asked.layers()[0] as AnyLayer).id) as unknown as Packet;
}

/** Whether something above the transport tells one question from another (DNS's id, NTP's time). */
function hasMatchAbove(sent: Packet): boolean {
  const layers = objectOf(sent).layers();
  const transport = layers.indexOf(UDP as AnyLayer);
  return transport >= 0 && layers.slice(transport + 1).some(({ spec }) => spec.match !== undefined);
}

const vlanText = ({ vlans }: Seen): string => (vlans === '' ? 'no VLAN' : `VLAN ${vlans}`);
