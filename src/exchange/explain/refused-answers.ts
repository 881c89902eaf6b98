/**
 * Answers that the asking host's own kernel refused, because no socket has their port. Of a question made by hand that is the mistake to tell. A
 * program that closed its socket, since it had its answer elsewhere or gave up, looks the same at first: so it counts what else is seen.
 */
import { BoundedMap } from './cause.ts';
import type { Findings, NewFinding } from './finding.ts';
import { endKey, type Flows } from './flows.ts';
import { fromKey, type IcmpError, toKey } from './icmp-error.ts';
import type { Seen } from './seen.ts';
import { endText } from './words.ts';

const MOST = 1024;
/** An answer that comes later than that may find a socket that was closed meanwhile. */
const PROMPT_MS = 1000;
/** A port that no socket has, and that asks again so soon, is one of packets made by hand. Later, a socket may have been opened there. */
const AGAIN_MS = 10_000;

interface Refused {
  readonly ms: number;
  readonly found: NewFinding;
  /** By which host's answers to compare: see {@link RefusedAnswers}. */
  readonly pair: string;
  isAgain: boolean;
}

/** Of the answers that a host had from a service: on how many ports, and on how many they were refused. */
interface Answers {
  came: number;
  refused: number;
}

export class RefusedAnswers {
  readonly #flows: Flows;
  readonly #isExchange: boolean;
  /** By the end that asked and the end that answered. */
  readonly #refused = new BoundedMap<string, Refused>(MOST);
  readonly #counted = new BoundedMap<string, true>(MOST);
  /** By the host that asked and the port of the service. */
  readonly #answers = new BoundedMap<string, Answers>(MOST);

  /** @param isExchange only where the conversation goes on: who asked once has his answer, whatever his kernel says of it */
  constructor(flows: Flows, isExchange: boolean) {
    this.#flows = flows;
    this.#isExchange = isExchange;
  }

  /** A datagram: an answer, or one more question. */
  datagram({ udp, network, ms }: Seen): void {
    if (udp === undefined || network === undefined) return;
    const from = endKey(network.src, udp.sport),
      to = endKey(network.dst, udp.dport);
    const there = this.#refused.get(`${from} ${to}`);
    if (there !== undefined && !(ms - there.ms > AGAIN_MS)) there.isAgain = true;
    if (this.#flows.find(to, from) !== undefined && this.#flows.find(from, to) === undefined)
      this.#answersTo(pairOf(network.dst, udp.sport)).came++;
  }

  /** An answer was refused; */
  add(error: IcmpError & { readonly sport: number; readonly dport: number }, seen: Seen): void {
    const { src, dst, sport, dport } = error;
    const asked = this.#flows.find(toKey(error), fromKey(error)),
      answered = this.#flows.find(fromKey(error), toKey(error));
    if (asked === undefined || answered === undefined) return;
    const key = `${toKey(error)} ${fromKey(error)}`;
    const pair = pairOf(dst, sport);
    if (!this.#counted.has(key)) this.#answersTo(pair).refused++;
    this.#counted.set(key, true);
    const isFirst = answered.count === 1 && this.#flows.received(toKey(error)) === 1 && answered.firstMs - asked.lastMs < PROMPT_MS;
    if (!isFirst || this.#refused.has(key)) return;
    this.#refused.set(key, {
      ms: seen.ms,
      pair,
      isAgain: false,
      found: {
        code: 'own-kernel-unreachable',
        sentence: `${dst} asked ${endText({ address: src, port: sport })} from port ${dport}, and its own kernel refused the answer: no socket has that port`,
        certainty: 'likely',
        at: seen.at(error.layer, error.field),
        about: `${dst} ${src} ${sport}`,
        remedy: `Block it while you speak: await guard({ protocol: 'udp', localPort: ${dport} }); or keep a socket open on the port.`,
      },
    });
  }

  /** A host whose other answers are taken has programs that ask, and close a socket now and then before the answer comes. */
  end(findings: Findings): void {
    for (const { found, pair, isAgain } of this.#refused.values()) {
      const { came, refused } = this.#answersTo(pair);
      if (isAgain) findings.add({ ...found, certainty: 'sure' });
      else if (!this.#isExchange && refused >= came) findings.add(found);
    }
  }

  #answersTo(pair: string): Answers {
    const there = this.#answers.get(pair) ?? { came: 0, refused: 0 };
    this.#answers.set(pair, there);
    return there;
  }
}

const pairOf = (asker: string, service: number): string => `${asker} ${service}`;
