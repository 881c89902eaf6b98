/** What ICMP errors say: of packets that nobody could deliver, and of answers that the own kernel refused. */
import { BoundedMap, type Looker } from './cause.ts';
import type { Evidence, Findings, NewFinding } from './finding.ts';
import type { Flows } from './flows.ts';
import { fromKey, type IcmpError, icmpError, targetText, toKey } from './icmp-error.ts';
import type { Seen } from './seen.ts';
import { endText } from './words.ts';

const MOST = 1024;
/** An answer that comes later than that may find a socket that was closed meanwhile. */
const PROMPT_MS = 1000;
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

  /** Answers that the own kernel refused, in an exchange. */
  readonly #refused = new BoundedMap<string, { readonly error: IcmpError; readonly number: number; readonly found: NewFinding }>(MOST);
  readonly #isExchange: boolean;

  /** @param isExchange the packets are those of an exchange, not of a capture */
  constructor(flows: Flows, isExchange = false) {
    this.#flows = flows;
    this.#isExchange = isExchange;
  }

  see(seen: Seen, findings: Findings): void {
    const error = icmpError(seen);
    if (error === undefined || error.kind === 'too-big') return;
    if (error.kind === 'port' && error.by === error.dst && this.#isAnswer(error, seen, findings)) return;
    const flow = `${error.src} ${error.dst}`;
    if (error.kind === 'ttl') {
      const hops = this.#hops.get(flow) ?? new Set();
      if (hops.size < 2) hops.add(error.by);
      this.#hops.set(flow, hops);
    }
    const key = `${error.kind} ${fromKey(error)} ${toKey(error)}`;
    if (!this.#said.has(key)) this.#said.set(key, { error, at: seen.at(error.layer, error.field), ms: seen.ms });
  }

  /** Whether what was refused is an answer to the one who refuses; tells so where it is the first, and prompt. */
  #isAnswer(error: IcmpError, seen: Seen, findings: Findings): boolean {
    const { sport, dport, src, dst } = error;
    if (sport === undefined || dport === undefined) return false;
    const asked = this.#flows.find(toKey(error), fromKey(error)),
      answered = this.#flows.find(fromKey(error), toKey(error));
    // Of a service it may answer a question that was asked before the capture. A port that sends itself is somebody's (udp-astray.ts).
    if (asked === undefined) return (sport < SERVICES && dport >= SERVICES) || this.#flows.hasSent(toKey(error));
    if (answered !== undefined && answered.firstNumber < asked.firstNumber) return false;
    if (answered?.count === 1 && this.#flows.received(toKey(error)) === 1 && answered.firstMs - asked.lastMs < PROMPT_MS)
      this.#tellRefused(error, seen, findings, {
        code: 'own-kernel-unreachable',
        sentence: `${dst} asked ${endText({ address: src, port: sport })} from port ${dport}, and its own kernel refused the answer: no socket has that port`,
        certainty: 'likely',
        at: seen.at(error.layer, error.field),
        about: `${dst} ${src} ${sport}`,
        remedy: `Block it while you speak: await guard({ protocol: 'udp', localPort: ${dport} }); or keep a socket open on the port.`,
      });
    return true;
  }

  /** Of an exchange only where the conversation goes on: who asked once has his answer, whatever his kernel says of it. */
  #tellRefused(error: IcmpError, { number }: Seen, findings: Findings, found: NewFinding): void {
    if (this.#isExchange) this.#refused.set(`${toKey(error)} ${fromKey(error)}`, { error, number, found });
    else findings.add(found);
  }

  end(findings: Findings): void {
    for (const { error, number, found } of this.#refused.values())
      if ((this.#flows.find(toKey(error), fromKey(error))?.lastNumber ?? 0) > number) findings.add(found);
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
  #isTraced({ src, dst, dport, isTcp }: IcmpError): boolean {
    const flow = this.#flows.find(src, dst);
    const isItsPort = !isTcp && dport !== undefined && dport >= TRACED && dport < TRACED + TRACED_PORTS;
    return isItsPort || (flow !== undefined && flow.minTtl !== flow.maxTtl);
  }

  #ttl({ error, at }: Said, findings: Findings): void {
    const { src, dst, by } = error;
    const flow = this.#flows.find(src, dst);
    const hops = this.#hops.get(`${src} ${dst}`)?.size ?? 1;
    // Who sends with several is counting the hops, and wants to hear this.
    if (hops > 1 || (flow !== undefined && flow.minTtl !== flow.maxTtl)) return;
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
