/** A whole zone, record by record. @see RFC 5936 */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { Address } from '../../../host/host.ts';
import { dnsTypes } from '../../../protocols/registries/dns.ts';
import { rcodeText } from '../../../text/dns/message-text.ts';
import { checkExchangeOptions } from '../../check-options.ts';
import { defaultHost } from '../../default-host.ts';
import { lengthPrefixed, withLength } from '../stream/length-prefixed.ts';
import { socketsOf } from '../sockets-of.ts';
import { type DnsServersOptions, SERVERS_OPTIONS, settingsOf } from './dns-query.ts';
import {
  answerTo,
  type DnsMessage,
  type DnsQuestionOptions,
  type DnsRecord,
  fullRcode,
  makeQuestion,
  QUESTION_OPTIONS,
  readMessage,
} from './question.ts';

/** How a zone is read. `timeoutMs`: for connecting, and for each message. Default 10,000. */
export interface ZoneTransferOptions extends DnsServersOptions, Omit<DnsQuestionOptions, 'type'> {}

/** A message of a transfer. */
export interface ZonePart {
  readonly message: DnsMessage;
  readonly octets: Uint8Array;
  readonly records: readonly DnsRecord[];
  readonly server: Address;
}

const MS = 10_000;

/**
 * The records of a zone in the order in which its server sends them, message by message: the SOA record first and, once more, last. The
 * servers are asked in turn until one gives the zone.
 *
 * @throws ERR_NO_ANSWER when no server gives it, or one stops before the last record (its details: the `rcode` with which the last one refused, or
 * the `cause` why it could not be reached); ERR_TRUNCATED when the connection ends within a message
 */
export async function* transferZone(zone: string, o: ZoneTransferOptions = {}): AsyncGenerator<ZonePart, void, undefined> {
  checkExchangeOptions('transferZone', o, { ...QUESTION_OPTIONS, ...SERVERS_OPTIONS } as never);
  const host = o.host ?? (await defaultHost());
  const { servers, port } = await settingsOf(host, o);
  const { timeoutMs = MS, signal } = o;
  let why = '',
    details: { cause?: Error; rcode?: number } = {};
  for (const server of servers) {
    signal?.throwIfAborted();
    const over = new AbortController();
    const abort = (): void => over.abort();
    signal?.addEventListener('abort', abort, { once: true });
    let cancel = host.clock.timer(timeoutMs, abort);
    const refused = (text: string): PacketwrightError =>
      new PacketwrightError('ERR_NO_ANSWER', `no transfer of ${zone} from ${server} port ${port}: ${text}`, { zone, server, port });
    const connected = await socketsOf(host, 'transferZone')
      .connect(server, port, { timeoutMs, ...(signal && { signal }) })
      .catch((error: Error) => error);
    try {
      if (connected instanceof Error) {
        signal?.throwIfAborted();
        why = connected.message;
        details = { cause: connected };
        continue;
      }
      const asked = makeQuestion(zone, { recurse: false, edns: false, ...o, type: 'AXFR' }, host.random);
      await connected.write(withLength(asked.octets));
      let soas = 0,
        messages = 0;
      for await (const octets of lengthPrefixed(connected.chunks({ signal: over.signal }))) {
        // RFC 5936 §2.2.2: later messages may leave the question out.
        const message = answerTo(asked, octets) ?? laterMessage(asked.message.id, octets, messages);
        if (message === undefined) continue;
        messages++;
        const rcode = fullRcode(message);
        if (rcode !== 0) {
          why = rcodeText(rcode);
          details = { rcode };
          break;
        }
        if (soas === 0 && message.an[0]?.type !== SOA) throw refused('its first record is no SOA');
        soas += message.an.filter(({ type }) => type === SOA).length;
        cancel();
        yield { message, octets, records: message.an, server };
        if (soas >= 2) return;
        cancel = host.clock.timer(timeoutMs, abort);
      }
      signal?.throwIfAborted();
      if (messages > 0 && why === '') throw refused(`it ended after ${messages} messages without the last record`);
      if (why === '') why = over.signal.aborted ? `no answer within ${timeoutMs} ms` : 'the connection was closed';
    } finally {
      cancel();
      signal?.removeEventListener('abort', abort);
      if (!(connected instanceof Error)) connected.close();
    }
  }
  throw new PacketwrightError('ERR_NO_ANSWER', `no transfer of ${zone} from ${servers.join(', ')} port ${port}: ${why}`, {
    zone,
    servers,
    port,
    ...details,
  });
}

const SOA = /* @__PURE__ */ (() => dnsTypes.value('SOA'))();

function laterMessage(id: number, octets: Uint8Array, before: number): DnsMessage | undefined {
  const message = before === 0 ? undefined : readMessage(octets);
  return message?.id === id && message.qr === 1 && message.qd.length === 0 ? message : undefined;
}
