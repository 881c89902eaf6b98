/** What ICMP errors say: of packets that nobody could deliver, and of answers that the own kernel refused. */
import { BoundedMap, type Looker } from './cause.ts';
import type { Evidence, Findings } from './finding.ts';
import type { Flows } from './flows.ts';
import { fromKey, type IcmpError, icmpError, targetText, toKey } from './icmp-error.ts';
import { RefusedAnswers } from './refused-answers.ts';
import type { Seen } from './seen.ts';

const MOST = 1024;
/** Ports of services; above, whoever asks has his. @see RFC 6335 §6 */
const SERVICES = 1024;
/** Traceroute's ports: the first, and so many as three probes for each of the most hops need. */
const TRACED = 33_434,
  TRACED_PORTS = 3 * 255;
/** What hosts begin with is 64 or more: who began with less may have counted hops. */
const LOW_TTL = 32;

interface Said {
  readonly error: IcmpError;
  readonly at: Evidence;
  readonly ms: number;
}

export class IcmpLooker implements Looker {
  readonly #flows: Flows;
  readonly #said = new BoundedMap<string, Said>(MOST);
  /** By how many hosts hops of a flow were told of: traceroute has several. */
  readonly #hops = new BoundedMap<string, Set<string>>(MOST);

  readonly #refused: RefusedAnswers;

  /** @param isExchange the packets are those of an exchange, not of a capture */
  constructor(flows: Flows, isExchange = false) {
    this.#flows = flows;
    this.#refused = new RefusedAnswers(flows, isExchange);
  }

  see(seen: Seen): void {
    this.#refused.datagram(seen);
    const error = icmpError(seen);
    if (error === undefined || error.kind === 'too-big') return;
    if (error.kind === 'port' && error.by === error.dst && this.#isAnswer(error, seen)) return;
    const flow = `${error.src} ${error.dst}`;
    if (error.kind === 'ttl') {
      const hops = this.#hops.get(flow) ?? new Set();
      if (hops.size < 2) hops.add(error.by);
      this.#hops.set(flow, hops);
    }
    const key = `${error.kind} ${fromKey(error)} ${toKey(error)}`;
    if (!this.#said.has(key)) this.#said.set(key, { error, at: seen.at(error.layer, error.field), ms: seen.ms });
  }

  /** Whether what was refused is an answer to the one who refuses. */
  #isAnswer(error: IcmpError, seen: Seen): boolean {
    const { sport, dport } = error;
    if (sport === undefined || dport === undefined) return false;
    const asked = this.#flows.find(toKey(error), fromKey(error)),
      answered = this.#flows.find(fromKey(error), toKey(error));
    // Of a service it may answer a question that was asked before the capture. A port that sends itself is somebody's (udp-astray.ts).
    if (asked === undefined) return (sport < SERVICES && dport >= SERVICES) || this.#flows.hasSent(toKey(error));
    if (answered !== undefined && answered.firstNumber < asked.firstNumber) return false;
    this.#refused.add({ ...error, sport, dport }, seen);
    return true;
  }

  end(findings: Findings): void {
    this.#refused.end(findings);
    for (const said of this.#said.values()) {
      const { error } = said;
      const isAnswered = this.#flows.find(toKey(error), fromKey(error)) !== undefined;
      // Of ping there are no ports: the error's own sender is no answer.
      if (isAnswered && !(error.dport === undefined && error.by === error.dst)) continue;
      if (error.kind === 'ttl') this.#ttl(said, findings);
      else if (this.#isTraced(error)) continue;
      else if (error.kind === 'port' && error.by === error.dst) closed(said, findings);
      else unreachable(said, findings);
    }
  }

  /** Traceroute wants to hear that its ports are closed: so it knows that it has come to the end. */
  #isTraced(error: IcmpError): boolean {
    const flow = this.#flows.find(error.src, error.dst);
    return isTracedPort(error) || (flow !== undefined && flow.minTtl !== flow.maxTtl);
  }

  #ttl({ error, at }: Said, findings: Findings): void {
    const { src, dst, by } = error;
    const flow = this.#flows.find(src, dst);
    const hops = this.#hops.get(`${src} ${dst}`)?.size ?? 1;
    // Who sends with several is counting the hops, and wants to hear this. So does who asks traceroute's ports, where the capture lacks the probes.
    if (hops > 1 || (flow === undefined ? isTracedPort(error) : flow.minTtl !== flow.maxTtl)) return;
    const began = flow === undefined ? '' : `, which began at ${flow.maxTtl}`;
    const loop = flow !== undefined && flow.maxTtl >= LOW_TTL ? ': packets may run in a circle' : '';
    findings.add({
      code: 'ttl-exceeded',
      sentence: `${by} says that the time to live of a packet from ${src} to ${targetText(error)} ran out there${began}${loop}`,
      certainty: flow === undefined ? 'likely' : 'sure',
      at,
      about: `${src} ${dst}`,
    });
  }
}

const isTracedPort = ({ dport, isTcp }: IcmpError): boolean =>
  !isTcp && dport !== undefined && dport >= TRACED && dport < TRACED + TRACED_PORTS;

function closed({ error, at }: Said, findings: Findings): void {
  findings.add({
    code: 'port-closed',
    sentence: `${error.by} says "${error.word}" of a packet to ${targetText(error)}: nothing listens there`,
    certainty: 'sure',
    at,
    about: toKey(error),
  });
}

function unreachable({ error, at }: Said, findings: Findings): void {
  findings.add({
    code: 'icmp-unreachable',
    sentence: `${error.by} says "${error.word}" of a packet from ${error.src} to ${targetText(error)}`,
    certainty: 'sure',
    at,
    about: `${error.by} ${error.dst} ${error.word}`,
  });
}
