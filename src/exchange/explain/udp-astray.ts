/** Datagrams that answer from another port than was asked, and are not taken: the one who asked asks again, or refuses them. */
import type { AnyLayer } from '../../packet/spec/spec.ts';
import { UDP } from '../../protocols/transport/udp.ts';
import { BoundedMap, type Looker } from './cause.ts';
import type { Evidence, Findings } from './finding.ts';
import { endKey } from './flows.ts';
import { icmpError } from './icmp-error.ts';
import type { Seen } from './seen.ts';
import { endText } from './words.ts';

const MOST = 8192;

interface Question {
  readonly number: number;
  readonly server: { readonly address: string; readonly port: number };
  /** It was answered from the port that was asked, or the conversation went on at the other one (RFC 1350 §4). */
  isWell: boolean;
  answer: { readonly at: Evidence; readonly port: number } | undefined;
  /** It was asked again, or the answer was refused. */
  isRefused: boolean;
}

export class AstrayLooker implements Looker {
  /** By the end that asks, and the host that is asked. */
  readonly #asked = new BoundedMap<string, Question>(MOST);

  see(seen: Seen): void {
    const { udp, network } = seen;
    if (udp === undefined || network === undefined) {
      const error = icmpError(seen);
      const question =
        error?.kind === 'port' && error.by === error.dst ? this.#asked.get(`${endKey(error.dst, error.dport)} ${error.src}`) : undefined;
      if (question !== undefined && question.answer?.port === error?.sport) question.isRefused = true;
      return;
    }
    const answered = this.#asked.get(`${endKey(network.dst, udp.dport)} ${network.src}`);
    if (answered !== undefined) {
      if (udp.sport === answered.server.port) answered.isWell = true;
      else answered.answer ??= { at: seen.at(UDP as AnyLayer, 'sport'), port: udp.sport };
      return;
    }
    const key = `${endKey(network.src, udp.sport)} ${network.dst}`;
    const there = this.#asked.get(key);
    if (there === undefined)
      this.#asked.set(key, {
        ...{ number: seen.number, isWell: false, answer: undefined, isRefused: false },
        server: { address: network.dst, port: udp.dport },
      });
    else if (udp.dport === there.answer?.port) there.isWell = true;
    else if (there.answer !== undefined && udp.dport === there.server.port) there.isRefused = true;
  }

  end(findings: Findings): void {
    for (const { isWell, isRefused, answer, number, server } of this.#asked.values()) {
      if (isWell || !isRefused || answer === undefined) continue;
      findings.add({
        code: 'other-source',
        sentence: `packet ${number} asked ${endText(server)}, and the answer came from port ${answer.port}: it is not taken`,
        certainty: 'likely',
        at: answer.at,
        about: endText(server),
      });
    }
  }
}
