/** What is asked of each segment, before its connection takes note of it. */
import type { AnyLayer, ViewOf } from '../../../packet/spec/spec.ts';
import { TCP } from '../../../protocols/transport/tcp/tcp.ts';
import type { Looker } from '../cause.ts';
import { advance, Connections, type Connection, type Step } from './connections.ts';
import type { Findings } from '../finding.ts';
import { type Seen, SYN } from '../seen.ts';

export interface TcpRule {
  see(step: Step, findings: Findings): void;
  /** @param ms when the last packet was seen */
  end?(connections: Iterable<Connection>, findings: Findings, ms: number): void;
}

/** Follows connections, and asks the rules of each segment. */
export class TcpLooker implements Looker {
  readonly #connections = new Connections();
  readonly #rules: readonly TcpRule[];

  constructor(rules: readonly TcpRule[]) {
    this.#rules = rules;
  }

  see(seen: Seen, findings: Findings): void {
    const step = this.#connections.find(seen);
    if (step === undefined) return;
    for (const rule of this.#rules) rule.see(step, findings);
    advance(step, (step.segment.flags & SYN) === 0 ? undefined : shiftOf(seen));
  }

  end(findings: Findings, ms: number): void {
    for (const rule of this.#rules) rule.end?.(this.#connections.values(), findings, ms);
  }
}

function shiftOf(seen: Seen): number | undefined {
  const options = seen.get<ViewOf<typeof TCP>>(TCP as AnyLayer)?.options ?? [];
  const value: unknown = options.find(([name]) => name === 'WScale')?.[1];
  return typeof value === 'number' ? value : undefined;
}
