/** The sockets of a question: a UDP port or a TCP connection an attempt, all open until the question is answered. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Address, Host, TcpConnection, UdpPort } from '../../../host/host.ts';
import { lengthPrefixed, withLength } from '../stream/length-prefixed.ts';
import { socketsOf } from '../sockets-of.ts';
import type { DnsAttempt, JudgedDnsAnswer } from './dns-client.ts';
import { type Asked, type DnsMessage, fullRcode, judgeAnswer, type NoAnswer, optionsOf, optOf } from './question.ts';
import { dnsRcodes } from '../../../protocols/registries/dns.ts';

/** An answer that came. */
export interface Heard extends JudgedDnsAnswer {
  readonly message: DnsMessage;
  readonly octets: Uint8Array;
  readonly server: Address;
  readonly transport: 'udp' | 'tcp';
  readonly rttMs: number;
  readonly at: number;
  /** The client's and the server's cookie together. */
  readonly cookie?: Uint8Array;
}

export interface TransportsOptions {
  readonly host: Host;
  readonly port: number;
  readonly address?: Address;
  question(attempt: DnsAttempt): Asked;
  onAnswer(answer: Heard): void;
  /** Octets came that are no answer to it. */
  onPassed(attempt: DnsAttempt, asked: Asked, octets: Uint8Array, why: NoAnswer): void;
  onFailure(attempt: DnsAttempt, error: unknown): void;
}

const USELESS: ReadonlySet<number | undefined> = new Set([
  dnsRcodes.value('SERVFAIL'),
  dnsRcodes.value('REFUSED'),
  dnsRcodes.value('NOTIMP'),
]);

export class DnsTransports {
  readonly #o: TransportsOptions;
  readonly #closed = new AbortController();
  readonly #open: (UdpPort | TcpConnection)[] = [];
  /** Why the last attempt came to nothing. */
  lastFailure: unknown;

  constructor(o: TransportsOptions) {
    this.#o = o;
  }

  /** Asks; what comes of it is told. */
  start(attempt: DnsAttempt, server: Address): void {
    void (attempt.transport === 'udp' ? this.#overUdp(attempt, server) : this.#overTcp(attempt, server)).catch((error: unknown) => {
      if (this.#closed.signal.aborted) return;
      this.lastFailure = error;
      this.#o.onFailure(attempt, error);
    });
  }

  close(): void {
    this.#closed.abort();
    for (const open of this.#open) open.close();
  }

  /** A port with one peer: what others send is not seen, and its number cannot be guessed (RFC 5452 §9.2). */
  async #overUdp(attempt: DnsAttempt, server: Address): Promise<void> {
    const { host, port, address } = this.#o;
    const udp = this.#keep(
      await socketsOf(host, 'dnsQuery').udp({ to: { address: server, port }, ...(address !== undefined && { address }) }),
    );
    const asked = this.#o.question(attempt);
    const sent = host.clock.now();
    await udp.send(asked.octets, server, port);
    for await (const { data, at } of udp.messages({ signal: this.#closed.signal })) {
      const message = this.#judged(attempt, asked, data);
      if (message !== undefined) this.#heard(attempt, server, asked, message, data, Math.max(0, at - sent), at);
    }
  }

  async #overTcp(attempt: DnsAttempt, server: Address): Promise<void> {
    const { host, port } = this.#o;
    const { signal } = this.#closed;
    const sent = host.clock.monotonic();
    const connection = this.#keep(await socketsOf(host, 'dnsQuery').connect(server, port, { signal }));
    const asked = this.#o.question(attempt);
    await connection.write(withLength(asked.octets));
    for await (const data of lengthPrefixed(connection.chunks({ signal }))) {
      const message = this.#judged(attempt, asked, data);
      if (message === undefined) continue;
      this.#heard(attempt, server, asked, message, data, host.clock.monotonic() - sent, host.clock.now());
      return;
    }
    throw new PacketwrightError('ERR_CLOSED', `${server} closed the connection without an answer`, { server });
  }

  #judged(attempt: DnsAttempt, asked: Asked, octets: Uint8Array): DnsMessage | undefined {
    const judged = judgeAnswer(asked, octets);
    if (typeof judged !== 'string') return judged;
    this.#o.onPassed(attempt, asked, octets, judged);
    return undefined;
  }

  #keep<T extends UdpPort | TcpConnection>(open: T): T {
    if (this.#closed.signal.aborted) open.close();
    this.#open.push(open);
    return open;
  }

  #heard(attempt: DnsAttempt, server: Address, asked: Asked, message: DnsMessage, octets: Uint8Array, rttMs: number, at: number): void {
    const rcode = fullRcode(message);
    const hasOpt = optOf(message) !== undefined;
    const cookie = cookieIn(message);
    const sentOne = cookieIn(asked.message);
    // RFC 7873 §5.3: what does not begin with our own cookie was made up by somebody else.
    if (cookie !== undefined && sentOne !== undefined && !startsWith(cookie, sentOne.subarray(0, 8))) return;
    this.#o.onAnswer({
      attempt: attempt.number,
      truncated: message.tc === 1,
      useless: USELESS.has(rcode),
      dislikesEdns: attempt.edns && !hasOpt && (rcode === dnsRcodes.value('FORMERR') || rcode === dnsRcodes.value('NOTIMP')),
      wantsCookie: rcode === dnsRcodes.value('BADCOOKIE') && cookie !== undefined && sentOne !== undefined && cookie.length > 8,
      message,
      octets,
      server,
      transport: attempt.transport,
      rttMs,
      at,
      ...(cookie !== undefined && { cookie }),
    });
  }
}

function cookieIn(message: DnsMessage): Uint8Array | undefined {
  for (const [name, value] of optionsOf(message)) {
    if (name !== 'COOKIE' || value instanceof Uint8Array) continue;
    const { client, server } = value as { readonly client: Uint8Array; readonly server: Uint8Array };
    const both = new Uint8Array(client.length + server.length);
    both.set(client);
    both.set(server, client.length);
    return both;
  }
  return undefined;
}

const startsWith = (b: Uint8Array, start: Uint8Array): boolean => start.every((octet, i) => b[i] === octet);
