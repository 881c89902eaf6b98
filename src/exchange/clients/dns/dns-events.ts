/** What happens while a question is asked, for who wants to tell it. */
import type { Address } from '../../../host/host.ts';
import type { DnsAttempt } from './dns-client.ts';
import type { Asked, NoAnswer } from './question.ts';

/** Who was asked. */
export interface DnsEventPlace {
  readonly server: Address;
  readonly port: number;
  readonly transport: 'udp' | 'tcp';
}

/** Something that happened on the way to an answer. */
export type DnsEvent = DnsEventPlace &
  (
    | { readonly kind: 'timed-out' }
    /** Nobody listens there, no way leads there, the connection ended. */
    | { readonly kind: 'failed'; readonly error: unknown }
    /** An answer was too long for UDP: the server is asked again over TCP. */
    | { readonly kind: 'truncated' }
    /** Octets that are no answer to the question, and why; `asked` is its identifier. */
    | { readonly kind: 'passed-over'; readonly why: NoAnswer; readonly octets: Uint8Array; readonly asked: number }
  );

/** Tells events: what came of an attempt, and, when the next begins without that anything came, that its time was over. */
export class DnsEvents {
  readonly #tell: (event: DnsEvent) => void;
  readonly #placeOf: (attempt: DnsAttempt) => DnsEventPlace;
  /** The attempt of which nothing has come so far. */
  #open: DnsAttempt | undefined;

  constructor(tell: ((event: DnsEvent) => void) | undefined, placeOf: (attempt: DnsAttempt) => DnsEventPlace) {
    this.#tell = tell ?? (() => undefined);
    this.#placeOf = placeOf;
  }

  begins(attempt: DnsAttempt): void {
    this.ended();
    this.#open = attempt;
  }

  answered(attempt: { readonly attempt: number }): void {
    if (this.#open?.number === attempt.attempt) this.#open = undefined;
  }

  truncated(attempt: DnsAttempt): void {
    this.#tell({ ...this.#placeOf(attempt), transport: 'udp', kind: 'truncated' });
  }

  failed(attempt: DnsAttempt, error: unknown): void {
    if (this.#open?.number !== attempt.number) return;
    this.#open = undefined;
    this.#tell({ ...this.#placeOf(attempt), kind: 'failed', error });
  }

  passed(attempt: DnsAttempt, asked: Asked, octets: Uint8Array, why: NoAnswer): void {
    this.#tell({ ...this.#placeOf(attempt), kind: 'passed-over', why, octets, asked: asked.message.id });
  }

  /** Nothing more is waited for. */
  ended(): void {
    if (this.#open !== undefined) this.#tell({ ...this.#placeOf(this.#open), kind: 'timed-out' });
    this.#open = undefined;
  }
}
