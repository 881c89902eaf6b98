/** At the prompt: a random value in two packets of one connection, a segment from another port than its SYN. A word before it goes wrong. */
import type { Packet } from '../../packet/laid/packet.ts';
import { randomTwice } from '../../exchange/matching/random-twice.ts';
import type { Template } from '../../packet/templates/template.ts';
import { TemplateObject } from '../../packet/templates/template.ts';
import type { ExchangeResult } from '../../exchange/result.ts';
import { TCP } from '../../protocols/transport/tcp/tcp.ts';
import { IP } from '../../protocols/network/ipv4/ipv4.ts';
import { IPv6 } from '../../protocols/network/ipv6/ipv6.ts';

/** So many templates and connections are remembered. */
const KEPT = 32;

export class ConnectionsSeen {
  readonly #templates: Template[] = [];
  /** By server: the port that its SYN came from. */
  readonly #begun = new Map<string, number>();
  readonly #said = new Set<string>();

  /** What is to be said of packets that are about to leave. */
  look(sent: readonly (Packet | Template)[]): string[] {
    const words: string[] = [];
    for (const p of sent) {
      if (p instanceof TemplateObject) {
        const template = p as unknown as Template;
        for (const { message, value } of randomTwice(...this.#templates, template))
          words.push(`${message}: write int(${value}), which draws once`);
        this.#templates.push(template);
        if (this.#templates.length > KEPT) this.#templates.shift();
        continue;
      }
      const other = this.#otherPort(p as Packet);
      if (other !== undefined) words.push(other);
    }
    // Once is enough.
    return words.filter((word) => !this.#said.has(word) && this.#said.add(word) !== undefined);
  }

  /** Keeps the connections that answers began. */
  learn(result: ExchangeResult): void {
    for (const [, received] of result.answered) {
      const tcp = received.get(TCP);
      if (tcp === undefined || !tcp.flags.has('SA')) continue;
      if (this.#begun.size >= KEPT) this.#begun.delete(this.#begun.keys().next().value as string);
      this.#begun.set(`${sourceOf(received)} ${tcp.sport} ${tcp.seq + 1}`, tcp.dport);
    }
  }

  #otherPort(p: Packet): string | undefined {
    let tcp:
      | { readonly sport: number; readonly dport: number; readonly ack: number; readonly flags: { has(name: string): boolean } }
      | undefined;
    try {
      tcp = p.get(TCP);
    } catch {
      // It waits for a name.
      return undefined;
    }
    if (tcp === undefined || !tcp.flags.has('A')) return undefined;
    const to = p.get(IP)?.dst ?? p.get(IPv6)?.dst ?? '';
    const port = this.#begun.get(`${to} ${tcp.dport} ${tcp.ack}`);
    return port === undefined || port === tcp.sport
      ? undefined
      : `this segment goes from port ${tcp.sport}, but its connection began at port ${port}: give sport=${port}, or the server resets it`;
  }
}

const sourceOf = (p: Packet): string => p.get(IP)?.src ?? p.get(IPv6)?.src ?? '';
