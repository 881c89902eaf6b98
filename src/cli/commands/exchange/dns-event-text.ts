/** What dig says of what happens on the way to an answer. */
import { PacketwrightError } from '../../../bytes/errors.ts';
import type { DnsEvent } from '../../../exchange/clients/dns/dns-events.ts';
import { type DnsMessage, readMessage } from '../../../exchange/clients/dns/question.ts';
import { messageDamage } from '../../../protocols/application/dns/damage.ts';
import { classText, nameText, typeText } from '../../../text/dns/words.ts';
import { badPacketText } from './dns-output.ts';

/** BIND's words for what the kernel says. */
const ERRNO_WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  ETIMEDOUT: 'timed out',
  EHOSTUNREACH: 'host unreachable',
  ENETUNREACH: 'network unreachable',
  ENETDOWN: 'network down',
};

/** Why nothing came of it. */
function failureWords(error: unknown): string {
  if (!(error instanceof PacketwrightError)) return String(error instanceof Error ? error.message : error);
  const errno = error.details['name'];
  if (typeof errno === 'string') return ERRNO_WORDS[errno] ?? errno;
  // A connection that ended before the answer, or within it.
  if (error.code === 'ERR_CLOSED' || error.code === 'ERR_TRUNCATED') return 'end of file';
  return error.code === 'ERR_ROUTE' ? (ERRNO_WORDS['ENETUNREACH'] as string) : error.message;
}

/** Of a question that nobody answered. */
export const NOBODY = ';; no servers could be reached\n';

/** What is printed of an event. `ends`: dig gives up then, with this status. */
export interface EventText {
  readonly text: string;
  readonly ends?: number;
}

/**
 * The lines of an event.
 *
 * @param name what is asked about, as it was written; `firstOverTcp`: TCP was asked for, and is no second thought
 */
export function eventText(event: DnsEvent, name: string, serverName: string, firstOverTcp: boolean): EventText {
  const { server, port, transport } = event;
  switch (event.kind) {
    case 'truncated':
      return { text: ';; Truncated, retrying in TCP mode.\n' };
    case 'timed-out':
      return { text: `;; communications error to ${server}#${port}: timed out\n` };
    case 'failed': {
      const why = failureWords(event.error);
      const noWay = why === ERRNO_WORDS['ENETUNREACH'];
      // dig has other words for what fails before anything was sent.
      if (transport === 'udp' && noWay)
        return { text: `;; UDP setup with ${server}#${port}(${serverName}) for ${name} failed: ${why}.\n${NOBODY}` };
      if (transport === 'tcp' && (noWay || why === 'connection refused') && firstOverTcp)
        return { text: `;; Connection to ${server}#${port}(${serverName}) for ${name} failed: ${why}.\n${NOBODY}` };
      return { text: `;; communications error to ${server}#${port}: ${why}\n` };
    }
    case 'passed-over':
      return passedText(event);
  }
}

function passedText({ why, octets, asked, transport }: Extract<DnsEvent, { kind: 'passed-over' }>): EventText {
  const message = readMessage(octets);
  if (message === undefined || why === 'short') return { text: ';; Warning: short (< header size) message received\n' };
  if (why === 'identifier') {
    const mismatch = `ID mismatch: expected ID ${asked}, got ${message.id}\n`;
    // On a connection, nobody else could have sent it.
    return transport === 'tcp' ? { text: `;; ERROR: ${mismatch}`, ends: 0 } : { text: `;; Warning: ${mismatch}` };
  }
  if (why === 'response') return { text: ';; Warning: query response not set\n' };
  if (why === 'opcode') return { text: `;; Warning: opcode mismatch: got ${message.opcode}\n` };
  const bad = badPacketText(messageDamage(message, octets).issues, octets);
  return bad === undefined ? { text: `;; ;; Question section mismatch: got ${questionWords(message)}\n` } : { text: bad, ends: 0 };
}

const questionWords = ({ qd: [question] }: DnsMessage): string =>
  question === undefined
    ? 'no question'
    : `${nameText(question.qname).replace(/(.)\.$/, '$1')}/${typeText(question.qtype)}/${classText(question.qclass)}`;
